import type { Dependency, ServiceStatus, StackService } from "../../core/seat/group-stacks.ts";

export interface StatusWords {
  /** Always beside the word: never alone. */
  readonly sign: string;
  readonly word: string;
  readonly tone: "good" | "busy" | "broken" | "quiet";
}

export const statusWords: Readonly<Record<ServiceStatus, StatusWords>> = {
  healthy: { sign: "✓", word: "healthy", tone: "good" },
  running: { sign: "●", word: "running", tone: "good" },
  starting: { sign: "…", word: "starting", tone: "busy" },
  waiting: { sign: "…", word: "waiting", tone: "busy" },
  restarting: { sign: "↻", word: "restarting", tone: "broken" },
  unhealthy: { sign: "✗", word: "unhealthy", tone: "broken" },
  failed: { sign: "✗", word: "failed", tone: "broken" },
  paused: { sign: "‖", word: "paused", tone: "quiet" },
  created: { sign: "○", word: "not started", tone: "quiet" },
  ended: { sign: "○", word: "ended", tone: "quiet" },
};

const reached = { started: "has started", healthy: "is healthy", completed: "has finished" } as const;

/** "after db is healthy", or while it waits: "waits until db is healthy". */
export function describeDependency({ service, condition, met }: Dependency): string {
  return `${met ? "after" : "waits until"} ${service} ${reached[condition]}`;
}

/** All of a project in a few words: "3 services: 2 healthy, 1 starting". */
export function describeStack(services: readonly StackService[]): string {
  const counts = new Map<string, number>();
  for (const { status } of services) {
    const { word } = statusWords[status];
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const total = `${services.length} ${services.length === 1 ? "service" : "services"}`;
  const [only] = counts.keys();
  if (counts.size === 1 && only !== undefined)
    return services.length === 1 ? `${total}, ${only}` : `${total}, all ${only}`;
  return `${total}: ${[...counts].map(([word, count]) => `${count} ${word}`).join(", ")}`;
}
