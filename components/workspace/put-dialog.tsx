"use client";

import type { ReactElement } from "react";
import { isEditable } from "../../core/lab/workspace-path.ts";
import { Dialog } from "../ui/dialog.tsx";
import type { Workspace } from "./create-workspace.ts";
import styles from "./terminal-panel.module.css";

export interface PutRequest {
  readonly path: string;
  readonly content: string;
}

interface PutDialogProps {
  readonly workspace: Workspace;
  readonly request: PutRequest | null;
  readonly onClose: () => void;
  /** It is in the editor now. */
  readonly onPut: (path: string) => void;
}

/** A file out of the lesson on its way into the editor: asked first, because it takes the place of what is there. */
export function PutDialog({ workspace, request, onClose, onPut }: PutDialogProps): ReactElement {
  const { files, lab } = workspace;
  const path = request?.path ?? "";
  const isThere = files.getSnapshot().files.some((file) => file.path === path);
  const may = isEditable(path, lab.editable);
  const put = (): void => {
    if (request === null) return;
    if (!isThere) files.add(path);
    files.edit(path, request.content);
    onPut(path);
    onClose();
  };
  return (
    <Dialog open={request !== null} title={`Put this into ${path}?`} onClose={onClose}>
      {may ? (
        <p>
          {isThere
            ? `The lesson's text takes the place of all that is in ${path} now. Copy from it first what you need.`
            : `A new file ${path} is made with the lesson's text.`}
        </p>
      ) : (
        <p>This exercise does not let you change {path}.</p>
      )}
      <div className={styles.answers}>
        {may ? (
          <button type="button" onClick={put}>
            Put it into {path}
          </button>
        ) : null}
        <button type="button" onClick={onClose}>
          {may ? "Leave it as it is" : "Close"}
        </button>
      </div>
    </Dialog>
  );
}
