import type { RefObject } from "react";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { AdviceLinks } from "../../core/advice/advice.ts";
import type { TextFile } from "../../core/advice/finding.ts";
import { takeEarlyText } from "./early-text.ts";
import { loadEditor } from "./load-editor.ts";
import { LINE_HEIGHT_PX, PADDING_TOP_PX } from "./metrics.ts";
import type {
  CaretPosition,
  ComparedNames,
  EditorFile,
  EditorProblem,
  EditorTheme,
  MountedEditor,
  MountOptions,
} from "./mounted-editor.ts";
import { offsetOfLine, positionOfOffset } from "./text-positions.ts";

/** plain: the textarea. failed: the textarea for good, until asked again. */
export type EditorPhase = "plain" | "loading" | "ready" | "failed";

export interface BigEditorOptions {
  readonly label: string;
  readonly hintId: string;
  readonly theme: EditorTheme;
  readonly file: EditorFile;
  readonly files: readonly TextFile[];
  readonly adviceLinks: AdviceLinks | null;
  readonly problems: readonly EditorProblem[];
  readonly litLine: number | null;
  readonly compareWith: string | null;
  readonly comparedNames: ComparedNames;
  readonly reveal: { readonly line: number; readonly token: number } | null;
  readonly onChange: (content: string) => void;
  readonly onPointAtLine: (line: number | null) => void;
  readonly onBuild: () => void;
  readonly onCheck: () => void;
  readonly onCaret: (caret: CaretPosition) => void;
  readonly onFocus: (focused: boolean) => void;
  readonly onScroll: (scrollTopPx: number) => void;
}

export interface BigEditor {
  readonly phase: EditorPhase;
  readonly host: RefObject<HTMLDivElement | null>;
  readonly area: RefObject<HTMLTextAreaElement | null>;
  /** The student reaches for the editor: fetch it, unless that is done or under way. */
  readonly reach: () => void;
  readonly topOfLinePx: (line: number) => number;
  readonly onAreaScroll: (scrollTopPx: number) => void;
}

const topOfPlainLinePx = (line: number): number => PADDING_TOP_PX + (line - 1) * LINE_HEIGHT_PX;

/** Resolves when nobody is in mid-word with an input method: taking the field away then loses the word. */
function whenComposed(area: HTMLTextAreaElement | null, composing: RefObject<boolean>): Promise<void> {
  if (area === null || !composing.current) return Promise.resolve();
  return new Promise((resolve) => area.addEventListener("compositionend", () => resolve(), { once: true }));
}

function carryOver(
  area: HTMLTextAreaElement | null,
): Pick<MountOptions, "selection" | "scrollTopPx" | "focus"> {
  if (area === null) return { selection: null, scrollTopPx: 0, focus: false };
  const start = positionOfOffset(area.value, area.selectionStart);
  const end = positionOfOffset(area.value, area.selectionEnd);
  const backward = area.selectionDirection === "backward";
  return {
    selection: backward ? { anchor: end, active: start } : { anchor: start, active: end },
    scrollTopPx: area.scrollTop,
    focus: document.activeElement === area,
  };
}

/** Brings the big editor in when it is reached for, and keeps it and the page's props in step. */
export function useBigEditor(options: BigEditorOptions): BigEditor {
  const host = useRef<HTMLDivElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const composing = useRef(false);
  const latest = useRef(options);
  const mounted = useRef<MountedEditor | null>(null);
  const alive = useRef(false);
  const [phase, setPhase] = useState<EditorPhase>("plain");
  const [geometry, setGeometry] = useState({ topOfLinePx: topOfPlainLinePx });

  useLayoutEffect(() => {
    latest.current = options;
  });

  const loading = useRef(false);
  const reach = useCallback(() => {
    if (loading.current || mounted.current !== null) return;
    loading.current = true;
    setPhase("loading");
    const load = async (): Promise<void> => {
      const bundle = await loadEditor();
      await whenComposed(area.current, composing);
      if (!alive.current || host.current === null) return;
      const { label, hintId, theme, file, files, adviceLinks } = latest.current;
      mounted.current = bundle.mountEditor({
        host: host.current,
        label,
        hintId,
        theme,
        file,
        files,
        adviceLinks,
        ...carryOver(area.current),
        listener: {
          onChange: (path, content) => {
            if (path === latest.current.file.path) latest.current.onChange(content);
          },
          onPointAtLine: (line) => latest.current.onPointAtLine(line),
          onBuild: () => latest.current.onBuild(),
          onCheck: () => latest.current.onCheck(),
          onLinesMoved: () => {
            const editor = mounted.current;
            if (editor !== null) setGeometry({ topOfLinePx: editor.topOfLinePx });
          },
          onScroll: (scrollTopPx) => latest.current.onScroll(scrollTopPx),
          onCaret: (caret) => latest.current.onCaret(caret),
          onFocus: (focused) => latest.current.onFocus(focused),
        },
      });
      setGeometry({ topOfLinePx: mounted.current.topOfLinePx });
      setPhase("ready");
    };
    load()
      .catch((fault: unknown) => {
        console.warn("The full editor did not load.", fault);
        if (alive.current) setPhase("failed");
      })
      .finally(() => (loading.current = false));
  }, []);

  useEffect(() => {
    alive.current = true;
    const element = area.current;
    const start = (): boolean => (composing.current = true);
    const end = (): boolean => (composing.current = false);
    element?.addEventListener("compositionstart", start);
    element?.addEventListener("compositionend", end);
    const typed = element === null ? null : takeEarlyText(element);
    if (typed !== null && !latest.current.file.readOnly) {
      latest.current.onChange(typed.text);
      requestAnimationFrame(() => element?.setSelectionRange(typed.selectionStart, typed.selectionEnd));
    }
    if (document.activeElement === element) reach();
    return () => {
      alive.current = false;
      element?.removeEventListener("compositionstart", start);
      element?.removeEventListener("compositionend", end);
      mounted.current?.dispose();
      mounted.current = null;
      setPhase("plain");
    };
  }, [reach]);

  const { file, files, label, theme, problems, litLine, compareWith, comparedNames, reveal } = options;
  const ready = phase === "ready";
  useEffect(() => mounted.current?.show(file), [ready, file]);
  useEffect(() => mounted.current?.setFiles(files), [ready, files]);
  useEffect(() => mounted.current?.setLabel(label), [ready, label]);
  useEffect(() => mounted.current?.highlightLine(litLine), [ready, litLine, file.path]);
  useEffect(() => {
    // After the page has put the theme's own tokens on the document, which may be in an effect of its own.
    const frame = requestAnimationFrame(() => mounted.current?.setTheme(theme));
    return () => cancelAnimationFrame(frame);
  }, [ready, theme]);
  const problemsKey = JSON.stringify(problems);
  useEffect(
    () => mounted.current?.setProblems(JSON.parse(problemsKey) as EditorProblem[]),
    [ready, problemsKey, file.path],
  );
  useEffect(() => {
    if (compareWith !== null) reach();
    mounted.current?.compareWith(compareWith, comparedNames);
  }, [ready, compareWith, comparedNames, file.path, reach]);

  const revealToken = reveal?.token;
  useEffect(() => {
    const line = latest.current.reveal?.line;
    if (revealToken === undefined || line === undefined) return;
    if (mounted.current !== null) {
      mounted.current.reveal(line);
      return;
    }
    const element = area.current;
    const offset = offsetOfLine(element?.value ?? "", line);
    element?.focus();
    element?.setSelectionRange(offset, offset);
    if (element !== null) element.scrollTop = topOfPlainLinePx(line) - element.clientHeight / 2;
    reach();
  }, [revealToken, reach]);

  return {
    phase,
    host,
    area,
    reach,
    topOfLinePx: geometry.topOfLinePx,
    onAreaScroll: options.onScroll,
  };
}
