import { useEffect, useEffectEvent, useRef } from "react";
import { offerLessonActions } from "../../ui/lesson-actions.ts";

/** What a code block asks for. */
type Errand =
  | { readonly type: "run"; readonly command: string; readonly interrupt: boolean }
  | { readonly type: "put"; readonly path: string; readonly content: string };

/**
 * Offers the lesson's code blocks to run commands and to put files into the editor, while the desk is there. A block
 * of another lab waits until that lab is open.
 */
export function useLessonDeskActions(actions: {
  /** Folder name of the lab that is open. */
  readonly labName: string;
  readonly run: (command: string, interrupt: boolean) => void;
  readonly put: (path: string, content: string) => void;
  readonly openLab: (name: string) => void;
}): void {
  const { labName } = actions;
  const waiting = useRef<{ readonly lab: string; readonly errand: Errand } | null>(null);
  const act = useEffectEvent((errand: Errand) => {
    if (errand.type === "run") actions.run(errand.command, errand.interrupt);
    else actions.put(errand.path, errand.content);
  });
  const send = useEffectEvent((lab: string | null, errand: Errand) => {
    if (lab === null || lab === labName) {
      act(errand);
      return;
    }
    waiting.current = { lab, errand };
    actions.openLab(lab);
  });
  const openLab = useEffectEvent((name: string) => {
    waiting.current = null;
    actions.openLab(name);
  });
  useEffect(() => {
    offerLessonActions({
      runInTerminal: (lab, command, interrupt) => send(lab, { type: "run", command, interrupt }),
      putIntoEditor: (lab, path, content) => send(lab, { type: "put", path, content }),
      openLab: (name) => openLab(name),
    });
    return () => offerLessonActions(null);
  }, []);

  useEffect(() => {
    const errand = waiting.current;
    waiting.current = null;
    // The student may have gone to a third lab instead: then nothing is left to do.
    if (errand?.lab === labName) act(errand.errand);
  }, [labName]);
}
