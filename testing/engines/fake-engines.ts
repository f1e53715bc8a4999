import type { Duplex } from "node:stream";
import { PassThrough } from "node:stream";
import type { GradeReport } from "../../core/check/result.ts";
import type { ImageReport } from "../../core/image/report.ts";
import type { GradingSeat, Seat, SeatHost } from "../../core/seat/port.ts";
import type { Engines } from "../../server/runs/engines.ts";

/* Test doubles: engines that do at once what a test tells them, and a seat host without seats. */

export const fakeReport: ImageReport = {
  id: "sha256:1",
  bytes: 482_000_000,
  layers: [],
  user: "app",
  workdir: "/app",
  entrypoint: [],
  command: ["run"],
  exposedPorts: [],
  environment: [],
  labels: {},
  healthcheck: null,
  waste: [],
  lines: [],
  buildMs: 1200,
};

export function fakeGrade(score: number, overrides: Partial<GradeReport> = {}): GradeReport {
  const check = { id: "non-root", title: "Not root", points: score, maxPoints: 10, evidence: [] };
  const status = score === 10 ? "passed" : "failed";
  return {
    lab: "demo/first/one",
    score,
    maxScore: 10,
    checks: [{ ...check, status, hint: null, line: null, file: null }],
    blocking: null,
    image: null,
    run: null,
    durationMs: 5,
    ...overrides,
  };
}

/** Waits for the signal; what an engine does that has nothing else to do. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

export function fakeEngines(overrides: Partial<Engines> = {}): Engines {
  return {
    buildImage: (_seat, { emit }) => {
      emit({ type: "log", stepId: null, text: "building\n" });
      emit({ type: "report", report: fakeReport });
      return Promise.resolve({ status: "built", report: fakeReport });
    },
    runContainer: async (_seat, { emit, signal, port }) => {
      emit({ type: "container", container: { id: "c1", state: "running", exitCode: null, ports: [port] } });
      await untilAborted(signal);
      return { status: "stopped" };
    },
    requestApp: (_seat, request) =>
      Promise.resolve({
        status: 200,
        headers: [],
        body: `${request.method} ${request.path} on ${request.port}`,
        truncated: false,
        durationMs: 1,
      }),
    gradeWorkspace: () => Promise.resolve(fakeGrade(10)),
    ...overrides,
  };
}

const limits = { memoryBytes: 1e9, processes: 100, cpus: 1, diskBytes: 1e9 };

function fakeSeat(name: string): GradingSeat<Duplex> {
  return {
    name,
    limits,
    exec: () => Promise.resolve({ exitCode: 0, stdout: "", stderr: "", truncated: false }),
    dial: () => Promise.resolve(new PassThrough()),
    openTerminal: () => Promise.reject(new Error("no terminal")),
    lastUsedAt: () => 0,
    keep: () => () => undefined,
    putFiles: () => Promise.resolve(),
    usage: () => Promise.resolve({ state: "awake", memoryBytes: 0, diskBytes: 0, processes: 1 }),
    discard: () => Promise.resolve(),
  };
}

export function fakeSeatHost(overrides: Partial<SeatHost<Duplex>> = {}): SeatHost<Duplex> {
  return {
    describe: () => Promise.resolve({ kind: "fake", version: "1", standIns: true, limits }),
    openSeat: (studentId, options): Promise<Seat<Duplex>> => {
      options?.onState?.("ready");
      return Promise.resolve(fakeSeat(`seat-${studentId}`));
    },
    findSeat: (studentId) => Promise.resolve(fakeSeat(`seat-${studentId}`)),
    inspectSeat: () => Promise.resolve({ state: "awake", memoryBytes: 1, diskBytes: 2, processes: 3 }),
    sleepSeat: () => Promise.resolve(),
    discardSeat: () => Promise.resolve(),
    getRegistryAccess: () => Promise.resolve(null),
    takeGradingSeat: () => Promise.resolve(fakeSeat("grading")),
    memory: () => Promise.resolve(null),
    tend: () => Promise.resolve(),
    close: () => Promise.resolve(),
    ...overrides,
  };
}
