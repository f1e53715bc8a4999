import type { CheckResult, GradeReport } from "../../../core/check/result.ts";
import type { BuiltImage, ImageReport } from "../../../core/image/report.ts";
import type { BuildStep } from "../../../core/run/build-step.ts";
import type { ContainerState, RunEvent, RunKind, RunOutcome } from "../../../core/run/event.ts";
import type { HealthBeat } from "../../../core/run/health-beat.ts";
import type { RunSummary } from "../../../core/run/run.ts";

export interface RunStats {
  readonly memoryBytes: number;
  readonly memoryLimitBytes: number;
  readonly cpuPercent: number;
}

/** Everything a run has said so far, except its log, which the terminal keeps. */
export interface RunView {
  readonly id: string;
  readonly kind: RunKind;
  readonly state: RunSummary["state"];
  readonly queue: { readonly position: number; readonly estimateMs: number | null } | null;
  readonly seat: "cloning" | "waking" | "ready" | null;
  /** The Dockerfile as it was sent: what line numbers in the report refer to. */
  readonly dockerfile: string | null;
  readonly steps: readonly BuildStep[];
  readonly progress: Readonly<Record<string, { label: string; current: number; total: number | null }>>;
  readonly notices: readonly string[];
  readonly image: BuiltImage | null;
  readonly report: ImageReport | null;
  readonly container: ContainerState | null;
  readonly beats: readonly HealthBeat[];
  readonly stats: RunStats | null;
  readonly phases: readonly string[];
  readonly checks: readonly CheckResult[];
  readonly grade: GradeReport | null;
  readonly outcome: RunOutcome | null;
  readonly message: string | null;
  readonly startedAt: number;
  readonly durationMs: number | null;
  readonly lastSeq: number;
}

/** A container that beats every second for an hour must not fill the tab. */
const MAX_BEATS = 300;
const MAX_NOTICES = 50;

export function emptyRunView(summary: RunSummary): RunView {
  return {
    id: summary.id,
    kind: summary.kind,
    state: summary.state,
    queue: null,
    seat: null,
    dockerfile: null,
    steps: [],
    progress: {},
    notices: [],
    image: null,
    report: null,
    container: null,
    beats: [],
    stats: null,
    phases: [],
    checks: [],
    grade: null,
    outcome: summary.outcome,
    message: summary.message,
    startedAt: summary.createdAt,
    durationMs: summary.finishedAt === null ? null : summary.finishedAt - summary.createdAt,
    lastSeq: 0,
  };
}

/** Takes one event in. An event seen before (a replay after a lost connection) changes nothing. */
export function reduceRun(view: RunView, event: RunEvent): RunView {
  if (event.seq <= view.lastSeq) return view;
  const next = { ...view, lastSeq: event.seq };
  switch (event.type) {
    case "queued":
      return { ...next, queue: { position: event.position, estimateMs: event.estimateMs } };
    case "seat":
      return { ...next, state: running(view), queue: null, seat: event.state };
    case "files":
      return { ...next, state: running(view), queue: null, dockerfile: event.dockerfile };
    case "step":
      return { ...next, state: running(view), queue: null, steps: upsert(view.steps, event.step) };
    case "log":
      return next;
    case "progress": {
      const { label, current, total } = event;
      return { ...next, progress: { ...view.progress, [event.stepId]: { label, current, total } } };
    }
    case "notice":
      return { ...next, notices: [...view.notices, event.text].slice(-MAX_NOTICES) };
    case "built":
      return { ...next, image: event.image };
    case "report":
      return { ...next, image: event.report, report: event.report };
    case "container":
      return { ...next, state: running(view), queue: null, container: event.container };
    case "health":
      return { ...next, beats: [...view.beats, event.beat].slice(-MAX_BEATS) };
    case "stats": {
      const { memoryBytes, memoryLimitBytes, cpuPercent } = event;
      return { ...next, stats: { memoryBytes, memoryLimitBytes, cpuPercent } };
    }
    case "phase":
      return { ...next, state: running(view), queue: null, phases: [...view.phases, event.title] };
    case "check":
      return { ...next, checks: upsert(view.checks, event.result) };
    case "grade":
      return { ...next, grade: event.report, checks: event.report.checks };
    case "final":
      return {
        ...next,
        state: "finished",
        queue: null,
        outcome: event.outcome,
        message: event.message,
        durationMs: event.durationMs,
        steps: view.steps.map(settle),
      };
  }
}

function running(view: RunView): RunSummary["state"] {
  return view.state === "finished" ? "finished" : "running";
}

/** After the final event nothing runs any more, whatever the last word about a step was. */
function settle(step: BuildStep): BuildStep {
  return step.state === "running" || step.state === "pending" ? { ...step, state: "canceled" } : step;
}

function upsert<Item extends { readonly id: string }>(items: readonly Item[], item: Item): readonly Item[] {
  const at = items.findIndex((each) => each.id === item.id);
  return at === -1 ? [...items, item] : items.with(at, item);
}
