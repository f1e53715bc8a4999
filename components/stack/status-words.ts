import type { Dependency, ServiceStatus, StackService } from "../../core/seat/group-stacks.ts";
import type { Text } from "../text/english.ts";

export interface StatusLook {
  /** Always beside the word: never alone. */
  readonly sign: string;
  readonly tone: "good" | "busy" | "broken" | "quiet";
}

export const statusLooks: Readonly<Record<ServiceStatus, StatusLook>> = {
  healthy: { sign: "✓", tone: "good" },
  running: { sign: "●", tone: "good" },
  starting: { sign: "…", tone: "busy" },
  waiting: { sign: "…", tone: "busy" },
  restarting: { sign: "↻", tone: "broken" },
  unhealthy: { sign: "✗", tone: "broken" },
  failed: { sign: "✗", tone: "broken" },
  paused: { sign: "‖", tone: "quiet" },
  created: { sign: "○", tone: "quiet" },
  ended: { sign: "○", tone: "quiet" },
};

/** "after db is healthy", or while it waits: "waits until db is healthy". */
export function describeDependency(text: Text["stack"], { service, condition, met }: Dependency): string {
  const state = text.reached[condition];
  return met ? text.dependsMet(service, state) : text.dependsWaits(service, state);
}

/** All of a project in a few words: "3 services: 2 healthy, 1 starting". */
export function describeStack(text: Text["stack"], services: readonly StackService[]): string {
  const counts = new Map<string, number>();
  for (const { status } of services) {
    const word = text.status[status];
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const total = text.services(services.length);
  const [only] = counts.keys();
  if (counts.size === 1 && only !== undefined)
    return services.length === 1 ? `${total}, ${only}` : `${total}, ${text.all(only)}`;
  return `${total}: ${[...counts].map(([word, count]) => `${count} ${word}`).join(", ")}`;
}
