"use client";

import type { ReactElement } from "react";
import { isEditable } from "../../../core/lab/workspace-path.ts";
import { useText } from "../../text/use-text.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import styles from "../seat/terminal-panel.module.css";
import type { Workspace } from "./create-workspace.ts";
import { putFile, type PutRequest } from "./put-file.ts";

interface PutDialogProps {
  readonly workspace: Workspace;
  readonly request: PutRequest | null;
  readonly onClose: () => void;
  /** It is in the editor now. */
  readonly onPut: (path: string) => void;
}

/** A file out of the lesson on its way into the editor: asked first, because it takes the place of what is there. */
export function PutDialog({ workspace, request, onClose, onPut }: PutDialogProps): ReactElement {
  const text = useText();
  const words = text.files.put;
  const { files, lab } = workspace;
  const path = request?.path ?? "";
  const isThere = files.getSnapshot().files.some((file) => file.path === path);
  const may = isEditable(path, lab.editable);
  const put = (): void => {
    if (request === null) return;
    putFile(workspace, request);
    onPut(path);
    onClose();
  };
  return (
    <Dialog open={request !== null} title={words.title(path)} onClose={onClose}>
      {may ? <p>{isThere ? words.replaces(path) : words.makes(path)}</p> : <p>{words.mayNot(path)}</p>}
      <div className={styles.answers}>
        {may ? (
          <button type="button" onClick={put}>
            {words.now(path)}
          </button>
        ) : null}
        <button type="button" onClick={onClose}>
          {may ? words.leave : text.page.close}
        </button>
      </div>
    </Dialog>
  );
}
