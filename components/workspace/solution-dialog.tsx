"use client";

import { useState, type ReactElement } from "react";
import { CodeEditor } from "../editor/code-editor.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { TabList } from "../ui/tab-list.tsx";
import { useTheme } from "../ui/theme.ts";
import type { Workspace } from "./create-workspace.ts";
import styles from "./solution-dialog.module.css";
import { useStore } from "./use-store.ts";

const names = {
  original: "Your text, read-only",
  modified: "The solution's text, read-only",
  legend: "− yours  + the solution, read-only",
};

/** What cannot be changed is not advised on. */
const nothing: readonly never[] = [];

/** Asks whether the solution is really to be opened, and shows it beside what the student has, file by file. */
export function SolutionDialog({ workspace }: { workspace: Workspace }): ReactElement {
  const { solution: store, files } = workspace;
  const { phase, mark, solution, problem } = useStore(store);
  const own = useStore(files).files;
  const theme = useTheme();
  const [selected, setSelected] = useState<string | null>(null);
  const shown = solution?.files.find(({ path }) => path === selected) ?? solution?.files[0];

  if (phase !== "open" || shown === undefined || mark === null) {
    return (
      <Dialog open={phase !== "closed"} title="Show a solution?" onClose={() => store.close()}>
        <p>
          There is more than one way; this is one. That you opened it is recorded, with whether you had passed
          the exercise by then, and whoever teaches the class can see it. Your points stay as they are.
        </p>
        {problem === null ? null : <p role="alert">{problem}</p>}
        <div className={styles.answers}>
          <button type="button" disabled={phase === "loading"} onClick={() => void store.open()}>
            {phase === "loading" ? "The solution is coming" : "Show the solution"}
          </button>
          <button type="button" className="primary" onClick={() => store.close()}>
            Try further by myself
          </button>
        </div>
      </Dialog>
    );
  }
  const mine = own.find(({ path }) => path === shown.path)?.content ?? null;
  return (
    <Dialog open title="Your files beside the solution" wide onClose={() => store.close()}>
      <p className={styles.recorded}>
        Recorded: opened {mark.afterPassing ? "after" : "before"} the exercise was passed.{" "}
        {relation(shown, mine)}
      </p>
      <TabList
        label="Files of the solution"
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
          adviceLinks={{}}
          label={`${shown.path} of the solution, read-only`}
          theme={theme}
          onChange={() => undefined}
          lineCosts={[]}
          measuredText={null}
          highlightedLine={null}
          onPointAtLine={() => undefined}
          reveal={null}
          problems={[]}
          diffAgainst={mine}
          diffNames={names}
          onBuild={() => undefined}
          onCheck={() => undefined}
        />
      </div>
      <div className={styles.answers}>
        <button type="button" onClick={() => store.close()}>
          Close the solution
        </button>
      </div>
    </Dialog>
  );
}

function relation(
  file: { readonly path: string; readonly content: string; readonly typed: boolean },
  mine: string | null,
): string {
  if (file.typed) return `${file.path} is no file of yours: it is what is typed in the terminal.`;
  if (mine === null) return `You have no ${file.path} yet.`;
  if (mine === file.content) return `Your ${file.path} is the same.`;
  return `Your ${file.path} comes first, the solution's after it.`;
}
