import type { RunEventBody } from "../../../core/run/event.ts";
import { createPlainLog } from "../../../core/run/plain-log.ts";
import { buildImage, type BuildOutcome } from "../../../server/docker/build-image.ts";
import type { Attack } from "../attack.ts";
import { isWell, say, sh, type AnySeat } from "../ground.ts";
import { judgeClaims, judgeLines } from "../judge.ts";
import { layout } from "../../../setup/seat-host/layout.ts";
import { addressOf } from "./network.ts";
import { TRY } from "./scripts.ts";
import { loadSeat, loadSmallDisk, MOST_MIB } from "./load-seat.ts";

const from = "a build step";
const MIB = 1024 ** 2;

interface Built {
  readonly outcome: BuildOutcome;
  readonly log: string;
  readonly ms: number;
}

/** Builds in the seat as the site does. */
async function build(
  seat: AnySeat,
  signal: AbortSignal,
  dockerfile: string,
  limits: { readonly seconds?: number; readonly logBytes?: number } = {},
): Promise<Built> {
  const events: RunEventBody[] = [];
  const begun = performance.now();
  const outcome = await buildImage(seat, {
    files: [{ path: "Dockerfile", content: dockerfile }],
    tag: "doctor:latest",
    limits: { seconds: limits.seconds ?? 75, logBytes: limits.logBytes ?? 2 * MIB },
    signal,
    emit: (event) => events.push(event),
  });
  const log = events.map((event) => (event.type === "log" ? event.text : "")).join("");
  return { outcome, log, ms: Math.round(performance.now() - begun) };
}

const told = (outcome: BuildOutcome) =>
  "message" in outcome ? `${outcome.status}: ${outcome.message.slice(0, 160)}` : outcome.status;

/** A RUN step whose script needs no quoting. */
const step = (script: string, flags = "") =>
  `FROM debian:bookworm-slim\nRUN ${flags} <<'DOCTOR'\n${script}\nDOCTOR\n`;

export const buildStep: readonly Attack[] = [
  {
    id: "build/escape",
    title: "Leave the build: devices, kernel, files and the engine",
    from,
    expects: "A step has less than the seat's root.",
    run: async (ground, signal) => {
      const { outcome, log } = await build(
        await ground.attacker(),
        signal,
        step(`${TRY}
        {
        tail -n +3 /proc/partitions | while read -r major minor _ name; do try "mknod of $name" sh -c "mknod /d b $major $minor && head -c 1 /d"; done
        try "core_pattern" sh -c 'cat /proc/sys/kernel/core_pattern > /c && cat /c > /proc/sys/kernel/core_pattern'
        try "mount" mount -t tmpfs tmpfs /mnt
        try "the engine's socket" test -S /run/docker.sock
        try "kernel log" dmesg
        try "a new user namespace that mounts" unshare -Urm mount -t sysfs sysfs /mnt
        awk '{ print ($2 == 0 ? "through: " : "held: ") "uid map " $1 " " $2 " " $3 }' /proc/self/uid_map
        } > /said 2>&1; sed 's/^/said /' /said`),
      );
      const said = createPlainLog()(log)
        .split("\n")
        .flatMap((line) => /said ((?:held|through): .*)/.exec(line)?.[1] ?? []);
      return judgeLines(said.join("\n"), {
        [`the build ended as ${told(outcome)}`]: outcome.status === "built",
      });
    },
  },
  {
    id: "build/network",
    title: "Reach the seat host, another seat and the way out from a step",
    from,
    expects: "A step reaches the proxy and the package index and nothing else.",
    run: async (ground, signal) => {
      const [attacker, neighbour] = await Promise.all([ground.attacker(), ground.neighbour()]);
      const there = await addressOf(neighbour);
      const bridge = layout.seatBridgeAddress.split("/")[0] ?? "";
      const listener = await neighbour.dial([
        "socat",
        "-u",
        "TCP-LISTEN:7091,reuseaddr,fork",
        "OPEN:/dev/null",
      ]);
      const host = await ground.machine?.listen(bridge);
      try {
        await say(
          neighbour,
          `for i in 1 2 3 4 5 6; do socat -u OPEN:/dev/null TCP:${there}:7091 && exit 0; sleep 0.5; done; exit 1`,
        );
        const targets = [
          `neighbour ${there} 7091`,
          `seat-host-api ${bridge} ${layout.apiPort}`,
          ...(host === undefined ? [] : [`seat-host ${bridge} ${host.port}`]),
          `services-other-port ${layout.servicesAddress} 8080`,
        ];
        const lines = targets.map((one) => {
          const [what = "", address = "", port = ""] = one.split(" ");
          return `try ${what} bash -c 'exec 3<>/dev/tcp/${address}/${port}'`;
        });
        const { log } = await build(
          attacker,
          signal,
          step(
            `${TRY}\n{ bash -c 'exec 3<>/dev/tcp/${layout.servicesAddress}/${layout.proxyPort}' && echo "control ok"\n${lines.join("\n")}\n} > /said 2>&1; sed 's/^/said /' /said # ${String(Date.now())}`,
          ),
          { seconds: 75 },
        );
        const plain = createPlainLog()(log);
        if (!plain.includes("said control ok"))
          throw new Error(`the step does not reach the proxy: ${plain.slice(-200)}`);
        const said = plain.split("\n").flatMap((line) => /said ((?:held|through): .*)/.exec(line)?.[1] ?? []);
        return judgeLines(said.join("\n"), { "the step reaches the proxy": true });
      } finally {
        listener.destroy();
        await host?.close();
      }
    },
  },
  {
    id: "build/entitlements",
    title: "Ask for an insecure step, the host's network, or another frontend",
    from,
    expects: "Each is refused before anything runs.",
    run: async (ground, signal) => {
      const seat = await ground.attacker();
      const claims: Record<string, boolean> = {};
      for (const [what, dockerfile] of Object.entries({
        "RUN --security=insecure": `# syntax=docker/dockerfile:1-labs\n${step("echo ran", "--security=insecure")}`,
        "RUN --network=host": step("echo ran", "--network=host"),
        "a frontend from elsewhere": `# syntax=evil.invalid/frontend:1\n${step("echo ran")}`,
        "a file above the context": "FROM debian:bookworm-slim\nCOPY ../../etc/shadow /s\n",
        "a mount of the host": step("test -e /h/run && echo ran", "--mount=type=bind,from=/,target=/h"),
      })) {
        const { outcome } = await build(seat, signal, dockerfile, { seconds: 30 });
        claims[`${what}: ${told(outcome)}`] = outcome.status === "failed";
      }
      return judgeClaims(claims);
    },
  },
  {
    id: "build/memory",
    title: "A step that takes more memory than the seat has",
    from,
    expects: "The step is killed, the build ends with that reason, the engine lives on.",
    loud: true,
    run: (ground, signal) =>
      loadSeat(ground, async (seat) => {
        const { outcome } = await build(
          seat,
          signal,
          step(`head -c ${2 * ground.config.SEAT_MEMORY} /dev/zero | tail > /dev/null`),
        );
        return { [told(outcome)]: outcome.status === "limit" || outcome.status === "failed" };
      }),
  },
  {
    id: "build/fork-bomb",
    title: "A step that forks without end",
    from,
    expects: "The seat's process limit ends it; the build ends at its time limit at the latest.",
    loud: true,
    run: (ground, signal) =>
      loadSeat(ground, async (seat) => {
        const { outcome, ms } = await build(
          seat,
          signal,
          step("i=0; while [ $i -lt 1200 ]; do sleep 6 & i=$((i+1)); done; wait"),
          { seconds: 30 },
        );
        const { processes } = await seat.usage();
        return {
          [`${told(outcome)} after ${ms} ms`]: outcome.status === "limit" || outcome.status === "failed",
          [`${processes} processes at most`]: processes <= ground.config.SEAT_PROCESSES,
        };
      }),
  },
  {
    id: "build/sleep",
    title: "A step that sleeps for ever",
    from,
    expects: "The build ends at its time limit, and the step with it.",
    run: async (ground, signal) => {
      const seat = await ground.attacker();
      const { outcome, ms } = await build(seat, signal, step("trap '' TERM INT; sleep 987654"), {
        seconds: 6,
      });
      const left = await sh(
        seat,
        "for i in 1 2 3 4 5 6 7 8; do pgrep -f 'sleep 98765[4]' > /dev/null || exit 0; sleep 1; done; exit 1",
      );
      return judgeClaims({
        [`${told(outcome)} after ${ms} ms`]: outcome.status === "limit" && ms < 20_000,
        "the step's process is gone": left.exitCode === 0,
      });
    },
  },
  {
    id: "build/output",
    title: "A step that prints without end",
    from,
    expects: "The build ends at the limit of its log, and no more than that is kept.",
    // In a seat of its own: an engine that gathers such a log may take all of its memory.
    loud: true,
    run: (ground, signal) =>
      ground.withSeat({}, async (seat) => {
        const { outcome, log, ms } = await build(seat, signal, step("yes the same line again and again"), {
          logBytes: MIB,
        });
        return judgeClaims({
          [`${told(outcome)} after ${ms} ms`]: outcome.status === "limit",
          [`${log.length} characters of log`]: log.length < 2 * MIB,
        });
      }),
  },
  {
    id: "build/layer-fill",
    title: "A step that fills the disk with a layer",
    from,
    expects: "Layers count towards the seat's disk; the build fails with that reason.",
    loud: true,
    run: (ground, signal) =>
      loadSmallDisk(ground, async (seat) => {
        const { outcome } = await build(
          seat,
          signal,
          step(`set -e; head -c ${MOST_MIB}M /dev/urandom > /fill`),
        );
        return { [told(outcome)]: outcome.status !== "built" };
      }),
  },
  {
    id: "build/cache-fill",
    title: "A step that fills BuildKit's cache mounts",
    from,
    expects: "The cache counts towards the seat's disk.",
    loud: true,
    run: (ground, signal) =>
      loadSmallDisk(ground, async (seat) => {
        const { outcome } = await build(
          seat,
          signal,
          step(`set -e; head -c ${MOST_MIB}M /dev/urandom > /c/fill`, "--mount=type=cache,target=/c"),
        );
        return { [told(outcome)]: outcome.status !== "built" };
      }),
  },
  {
    id: "build/engine-killed",
    title: "Kill the engine in the middle of a build",
    from: "a seat's root",
    expects: "The build ends with words that say so, another seat notices nothing, the engine comes back.",
    loud: true,
    run: async (ground, signal) => {
      const neighbour = await ground.neighbour();
      return await ground.withSeat({}, async (seat) => {
        const building = build(seat, signal, step("sleep 40")).then(
          ({ outcome }) => `outcome ${told(outcome)}`,
          (error: unknown) => `error ${error instanceof Error ? error.message : String(error)}`,
        );
        await sh(seat, "sleep 3; kill -9 $(pidof dockerd) $(pidof containerd)").catch(() => undefined);
        const ended = await building;
        const { well, ms } = await isWell(neighbour);
        return judgeClaims({
          [`the build ended: ${ended.slice(0, 140)}`]: !ended.includes("built"),
          [`another seat's engine answers within ${ms} ms`]: well,
        });
      });
    },
  },
];
