"use client";

import { type ReactElement, useState } from "react";
import { useStore } from "../../client/use-store.ts";
import { CodeEditor } from "../../editor/code-editor.tsx";
import type { Text } from "../../text/english.ts";
import { useText } from "../../text/use-text.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TabList } from "../../ui/tab-list.tsx";
import { useTheme } from "../../ui/theme.ts";
import type { Workspace } from "../desk/create-workspace.ts";
import styles from "./solution-dialog.module.css";

/** What cannot be changed is not advised on. */
const nothing: readonly never[] = [];

/** Asks whether the solution is really to be opened, and shows it beside what the student has, file by file. */
export function SolutionDialog({ workspace }: { workspace: Workspace }): ReactElement {
  const text = useText().labs.solution;
  const { solution: store, files } = workspace;
  const { phase, mark, solution, problem } = useStore(store);
  const own = useStore(files).files;
  const theme = useTheme();
  const [selected, setSelected] = useState<string | null>(null);
  const shown = solution?.files.find(({ path }) => path === selected) ?? solution?.files[0];

  if (phase !== "open" || shown === undefined || mark === null) {
    return (
      <Dialog open={phase !== "closed"} title={text.ask} onClose={() => store.close()}>
        <p>{text.recorded}</p>
        {problem === null ? null : <p role="alert">{problem}</p>}
        <div className={styles.answers}>
          <button type="button" disabled={phase === "loading"} onClick={() => void store.open()}>
            {phase === "loading" ? text.coming : text.showNow}
          </button>
          <button type="button" className="primary" onClick={() => store.close()}>
            {text.tryFurther}
          </button>
        </div>
      </Dialog>
    );
  }
  const mine = own.find(({ path }) => path === shown.path)?.content ?? null;
  return (
    <Dialog open title={text.title} wide onClose={() => store.close()}>
      <p className={styles.recorded}>
        {mark.afterPassing ? text.openedAfter : text.openedBefore} {relation(text, shown, mine)}
      </p>
      <TabList
        label={text.files}
        prefix="solution"
        items={solution?.files.map(({ path }) => ({ id: path, label: <code>{path}</code> })) ?? []}
        selected={shown.path}
        onSelect={setSelected}
      />
      <div
        className={styles.editor}
        role="tabpanel"
        id="solution-panel"
        aria-labelledby={`solution-tab-${shown.path}`}
      >
        <CodeEditor
          file={{ path: shown.path, content: shown.content, readOnly: true }}
          files={nothing}
          adviceLinks={null}
          label={text.file(shown.path)}
          theme={theme}
          onChange={() => undefined}
          lineCosts={[]}
          measuredText={null}
          highlightedLine={null}
          onPointAtLine={() => undefined}
          reveal={null}
          problems={[]}
          diffAgainst={mine}
          diffNames={text}
          onBuild={() => undefined}
          onCheck={() => undefined}
        />
      </div>
      <div className={styles.answers}>
        <button type="button" onClick={() => store.close()}>
          {text.close}
        </button>
      </div>
    </Dialog>
  );
}

function relation(
  text: Text["labs"]["solution"],
  file: { readonly path: string; readonly content: string; readonly typed: boolean },
  mine: string | null,
): string {
  if (file.typed) return text.typed(file.path);
  if (mine === null) return text.missing(file.path);
  if (mine === file.content) return text.same(file.path);
  return text.differs(file.path);
}
