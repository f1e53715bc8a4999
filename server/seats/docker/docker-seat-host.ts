import { randomBytes } from "node:crypto";
import type { Duplex } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { AppError } from "../../../core/errors.ts";
import { say } from "../../../core/messages/say.ts";
import type { GradingSeat, Seat, SeatHost, SeatUsage } from "../../../core/seat/port.ts";
import type { Config } from "../../config.ts";
import { oneAtATime } from "../one-at-a-time.ts";
import { checkDirectory, packFiles } from "../pack-files.ts";
import { REPLACE_FOLDER } from "../replace-folder.ts";
import { seatLimits } from "../seat-facts.ts";
import { dockerSeatArguments, SEAT_LABEL } from "./docker-seat-arguments.ts";
import { openDockerTerminal } from "./open-docker-terminal.ts";
import { dialDocker, runDocker } from "./run-docker.ts";

const OWN_SEAT = "drydock-seat";
const ENGINE_READY_MS = 60_000;

/**
 * Seats on a laptop's Docker, for a single user: their own seat is one container, a grading seat another. Not tried
 * on the machines that Drydock is developed on, which have no Docker of their own.
 */
export function createDockerSeatHost(config: Config): SeatHost<Duplex> {
  const limits = seatLimits(config);
  const queue = oneAtATime();

  const seatOf = (name: string): Seat<Duplex> => {
    const inside = (options: string[], command: readonly string[]) => ["exec", ...options, name, ...command];
    return {
      name,
      limits,
      exec: (command, options = {}) => {
        const environment = Object.entries(options.environment ?? {}).flatMap(([key, value]) => [
          "--env",
          `${key}=${value}`,
        ]);
        const where = ["--interactive", "--workdir", options.cwd ?? "/root", ...environment];
        return runDocker(inside(where, command), options);
      },
      dial: (command, options = {}) => {
        const stream = dialDocker(inside(["--interactive"], command));
        const onAbort = () => {
          stream.destroy();
        };
        options.signal?.addEventListener("abort", onAbort, { once: true });
        return Promise.resolve(stream);
      },
      openTerminal: (options) =>
        openDockerTerminal(() => dialDocker(["system", "dial-stdio"]), name, options),
      lastUsedAt: () => Date.now(),
      keep: () => () => undefined,
      putFiles: async (directory, files, signal) => {
        checkDirectory(directory);
        const input = await packFiles(files);
        const result = await runDocker(
          inside(["--interactive"], ["sh", "-c", REPLACE_FOLDER, "sh", directory]),
          {
            input,
            ...(signal === undefined ? {} : { signal }),
          },
        );
        if (result.exitCode !== 0) throw unavailable(`putFiles: ${result.stderr.slice(0, 500)}`);
      },
      usage: () => usage(name),
    };
  };

  async function usage(name: string): Promise<SeatUsage> {
    const none: SeatUsage = { state: "none", memoryBytes: 0, diskBytes: 0, processes: 0 };
    const state = await runDocker(["inspect", "--format", "{{.State.Running}}", name]);
    if (state.exitCode !== 0) return none;
    if (state.stdout.trim() !== "true") return { ...none, state: "asleep" };
    const inside = await runDocker([
      ...["exec", name, "sh", "-c"],
      "cat /sys/fs/cgroup/memory.current; du -sxk /var/lib/docker | cut -f1; ls /proc | grep -c '^[0-9]'",
    ]);
    const [memory = 0, kibibytes = 0, processes = 0] = inside.stdout.trim().split("\n").map(Number);
    return { state: "awake", memoryBytes: memory, diskBytes: kibibytes * 1024, processes };
  }

  async function create(name: string): Promise<void> {
    await must(dockerSeatArguments(name, limits));
    await waitEngine(name);
  }

  async function remove(name: string): Promise<void> {
    await runDocker(["rm", "--force", "--volumes", name]);
    await runDocker(["volume", "rm", "--force", name]);
  }

  return {
    describe: async () => ({
      kind: "docker",
      version: (await must(["version", "--format", "{{.Server.Version}}"])).trim(),
      standIns: false,
      limits,
      buildProxy: null,
    }),
    openSeat: (_studentId, options = {}) =>
      queue(OWN_SEAT, async () => {
        const { state } = await usage(OWN_SEAT);
        if (state === "none") {
          options.onState?.("cloning");
          await create(OWN_SEAT);
        } else if (state === "asleep") {
          options.onState?.("waking");
          await must(["start", OWN_SEAT]);
          await waitEngine(OWN_SEAT);
        }
        options.onState?.("ready");
        return seatOf(OWN_SEAT);
      }),
    findSeat: async () => ((await usage(OWN_SEAT)).state === "awake" ? seatOf(OWN_SEAT) : null),
    inspectSeat: () => usage(OWN_SEAT),
    sleepSeat: () =>
      queue(OWN_SEAT, async () => {
        await runDocker(["stop", OWN_SEAT]);
      }),
    discardSeat: () => queue(OWN_SEAT, () => remove(OWN_SEAT)),
    getRegistryAccess: () => Promise.resolve(null),
    takeGradingSeat: async (options = {}) => {
      options.onState?.("cloning");
      const name = `${OWN_SEAT}-grading-${randomBytes(6).toString("hex")}`;
      await create(name);
      options.onState?.("ready");
      const seat: GradingSeat<Duplex> = {
        ...seatOf(name),
        discard: () => remove(name).catch(() => undefined),
      };
      return seat;
    },
    memory: () => Promise.resolve(null),
    tend: async () => {
      const old = await must([
        "ps",
        "--all",
        "--quiet",
        "--filter",
        `label=${SEAT_LABEL}`,
        "--filter",
        "status=exited",
      ]);
      for (const id of old.split("\n").filter((line) => line !== "")) {
        const name = (await must(["inspect", "--format", "{{.Name}}", id])).trim().replace(/^\//, "");
        if (name.startsWith(`${OWN_SEAT}-grading-`)) await remove(name);
      }
    },
    close: () => Promise.resolve(),
  };
}

async function waitEngine(name: string): Promise<void> {
  for (const deadline = Date.now() + ENGINE_READY_MS; Date.now() < deadline;) {
    const ping = await runDocker(["exec", name, "docker", "version"], { timeoutMs: 5_000 });
    if (ping.exitCode === 0) return;
    await pause(200);
  }
  throw unavailable(`the engine in ${name} does not answer`);
}

async function must(args: readonly string[]): Promise<string> {
  const result = await runDocker(args);
  if (result.exitCode === 0) return result.stdout;
  throw unavailable(`docker ${args[0] ?? ""}: ${result.stderr.trim().slice(0, 500)}`);
}

function unavailable(message: string): AppError {
  return new AppError("SEAT_UNAVAILABLE", {
    message,
    userMessage: say("laptop.machine-silent"),
  });
}
