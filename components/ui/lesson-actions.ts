import { useSyncExternalStore } from "react";

/** What the code blocks of a lesson can do with the workspace beside it. */
export interface LessonActions {
  /**
   * `lab`: folder name of the lab that it belongs to, opened first; null is the one in view. `interrupt`: what runs
   * there is ended first, as by Ctrl+C.
   */
  readonly runInTerminal: (lab: string | null, command: string, interrupt: boolean) => void;
  readonly putIntoEditor: (lab: string | null, path: string, content: string) => void;
  /** Opens another lab of the lesson, by its folder's name. */
  readonly openLab: (name: string) => void;
}

let actions: LessonActions | null = null;
const listeners = new Set<() => void>();

/** Offered by the workspace for as long as it is on the page. */
export function offerLessonActions(next: LessonActions | null): void {
  actions = next;
  for (const listener of listeners) listener();
}

/** Null in the server's markup, and where a lesson has no workspace. */
export function useLessonActions(): LessonActions | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => actions,
    () => null,
  );
}
