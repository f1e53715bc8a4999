import { useEffect, useEffectEvent } from "react";
import { offerLessonActions } from "../../ui/lesson-actions.ts";

/** Offers the lesson's code blocks to run commands and to put files into the editor, while the desk is there. */
export function useLessonDeskActions(actions: {
  readonly run: (command: string, interrupt: boolean) => void;
  readonly put: (path: string, content: string) => void;
  readonly openLab: (name: string) => void;
}): void {
  const run = useEffectEvent(actions.run);
  const put = useEffectEvent(actions.put);
  const openLab = useEffectEvent(actions.openLab);
  useEffect(() => {
    offerLessonActions({
      runInTerminal: (command, interrupt) => run(command, interrupt),
      putIntoEditor: (path, content) => put(path, content),
      openLab: (name) => openLab(name),
    });
    return () => offerLessonActions(null);
  }, []);
}
