"use client";

import { type ReactElement, useState } from "react";
import { CodeEditor } from "../../editor/code-editor.tsx";
import { useText } from "../../text/use-text.tsx";
import { TabList } from "../../ui/tab-list.tsx";
import { useTheme } from "../../ui/theme.ts";
import { useHydrated } from "../../ui/use-hydrated.ts";
import type { Workspace } from "../desk/create-workspace.ts";
import type { DescribedLines } from "../runs/describe-lines.ts";
import { addressOfLab } from "./address-of-lab.ts";
import styles from "./editor-pane.module.css";
import { FileMenu } from "./file-menu.tsx";
import type { FilesState, FileView } from "./files-store.ts";
import { SaveState } from "./save-state.tsx";
import { sortFiles } from "./sort-files.ts";
import { TaskLine } from "./task-line.tsx";

/** A wish to see a line; a new token is a new wish. */
export interface Reveal {
  readonly line: number;
  /** Of the Dockerfile as it was built, not as it is now. */
  readonly asBuilt: boolean;
  readonly token: number;
}

interface EditorPaneProps {
  readonly workspace: Workspace;
  readonly state: FilesState;
  readonly file: FileView | undefined;
  readonly lines: DescribedLines;
  /** In lines of the Dockerfile as it was built. */
  readonly pointedLine: number | null;
  readonly reveal: Reveal | null;
  readonly onOpen: (path: string) => void;
  readonly onPointAtLine: (line: number | null) => void;
  readonly onBuild: () => void;
  readonly onCheck: () => void;
}

export function EditorPane(props: EditorPaneProps): ReactElement {
  const { workspace, state, file, lines, pointedLine } = props;
  const text = useText().files;
  const theme = useTheme();
  const hydrated = useHydrated();
  const [comparing, setComparing] = useState(false);
  if (file === undefined) return <p className={styles.none}>{text.none}</p>;

  const isDockerfile = file.path === "Dockerfile";
  const diffAgainst = comparing && file.starter !== null ? file.starter : null;
  return (
    <div
      className={styles.pane}
      data-editor
      data-region
      role="region"
      aria-label={text.files}
      id="edit"
      tabIndex={-1}
    >
      <input type="hidden" name="path" value={file.path} />
      <input type="hidden" name="baseVersion" value={file.version} />
      <div className={styles.top}>
        <TabList
          label={text.files}
          prefix="file"
          selected={file.path}
          onSelect={props.onOpen}
          items={sortFiles(state.files, workspace.lab).map((each) => ({
            id: each.path,
            href: `${addressOfLab(workspace.lab.id, each.path)}#edit`,
            label: <FileLabel file={each} />,
          }))}
        />
        <FileMenu
          workspace={workspace}
          state={state}
          file={file}
          comparing={diffAgainst !== null}
          onCompare={() => setComparing(!comparing)}
          onOpen={props.onOpen}
        />
      </div>
      <div
        className={styles.editor}
        role="tabpanel"
        id="file-panel"
        aria-labelledby={`file-tab-${file.path}`}
      >
        <CodeEditor
          file={{ path: file.path, content: file.content, readOnly: !file.editable }}
          files={state.files}
          adviceLinks={workspace.lab.advice}
          label={file.editable ? file.path : text.readOnlyFile(file.path)}
          theme={theme}
          onChange={(content) => workspace.files.edit(file.path, content)}
          lineCosts={isDockerfile ? lines.costs : []}
          measuredText={isDockerfile ? lines.built : null}
          highlightedLine={isDockerfile ? pointedLine : null}
          onPointAtLine={(line) => props.onPointAtLine(isDockerfile ? line : null)}
          reveal={props.reveal}
          problems={isDockerfile ? lines.problems : []}
          diffAgainst={diffAgainst}
          onBuild={props.onBuild}
          onCheck={props.onCheck}
        />
      </div>
      <div className={styles.bottom}>
        {hydrated ? (
          <SaveState
            store={workspace.files}
            file={file}
            problem={state.problem}
            comparing={diffAgainst !== null}
            onStopComparing={() => setComparing(false)}
          />
        ) : (
          <button type="submit" name="intent" value="save">
            {text.save(file.path)}
          </button>
        )}
        <TaskLine task={workspace.lab.task} />
      </div>
    </div>
  );
}

function FileLabel({ file }: { file: FileView }): ReactElement {
  const text = useText().files;
  return (
    <>
      <code>{file.path}</code>
      {file.editable ? null : <span className={styles.remark}>{text.readOnly}</span>}
      {file.save === "conflict" ? <span className={styles.remark}>{text.twoVersions}</span> : null}
      {file.save === "saved" || file.save === "conflict" ? null : (
        <>
          <span aria-hidden="true">•</span>
          <span className="unseen">{text.notSaved}</span>
        </>
      )}
    </>
  );
}
