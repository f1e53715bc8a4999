"use client";

import { useEffect, useState, type ReactElement } from "react";
import type { ServerMessage } from "../../core/terminal/protocol.ts";
import { ShellView } from "../terminal/shell-view.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { TabList } from "../ui/tab-list.tsx";
import type { Workspace } from "./create-workspace.ts";
import styles from "./terminal-panel.module.css";
import { useStore } from "./use-store.ts";

interface TerminalPanelProps {
  readonly workspace: Workspace;
  readonly theme: "light" | "dark";
  readonly visible: boolean;
}

/** The student's terminals: as many as they like within reason, each as it was when the page comes back. */
export function TerminalPanel({ workspace, theme, visible }: TerminalPanelProps): ReactElement {
  const { terminals: store, files } = workspace;
  const { terminals, selected, problem, busy } = useStore(store);
  const [asking, setAsking] = useState(false);
  const [toolbar, setToolbar] = useState<HTMLElement | null>(null);
  useEffect(() => {
    if (visible) void store.look();
  }, [store, visible]);

  const take = (message: ServerMessage): void => {
    if (message.type === "file") files.arrive(message.file);
    else if (message.type === "gone") files.vanish(message.path, message.version);
    else if (message.type === "conflict") files.clash(message.file);
  };
  const knownFiles = (): Record<string, number> =>
    Object.fromEntries(files.getSnapshot().files.map(({ path, version }) => [path, version]));
  const current = terminals?.find(({ id }) => id === selected);

  return (
    <div className={styles.panel}>
      <div className={styles.bar}>
        {terminals === null || terminals.length === 0 ? null : (
          <TabList
            label="Terminals"
            prefix="terminal"
            items={terminals.map(({ id, number }) => ({ id, label: `Terminal ${number}` }))}
            selected={selected ?? ""}
            onSelect={(id) => store.select(id)}
          />
        )}
        <button
          type="button"
          className="quiet"
          aria-label="New terminal"
          disabled={busy !== null}
          onClick={() => void store.create()}
        >
          New
        </button>
        {current === undefined ? null : (
          <button
            type="button"
            className="quiet"
            aria-label={`Close terminal ${current.number}`}
            onClick={() => void store.close(current.id)}
          >
            Close
          </button>
        )}
        <button type="button" className="quiet" disabled={busy !== null} onClick={() => setAsking(true)}>
          {busy === "fresh" ? "A fresh seat is coming" : "Fresh seat"}
        </button>
        <div className={styles.tools} ref={setToolbar} />
      </div>
      <PreviewWord store={workspace.running} />
      {problem === null ? null : (
        <div className={styles.problem} role="alert">
          <p>{problem}</p>
          <button type="button" className="quiet" onClick={() => store.dismissProblem()}>
            Close
          </button>
        </div>
      )}
      <div className={styles.shells} role="tabpanel" id="terminal-panel" aria-label="Terminal">
        {terminals?.map(({ id, number }) => (
          <ShellView
            key={id}
            id={id}
            label={`Terminal ${number}`}
            lab={workspace.lab.id}
            theme={theme}
            visible={visible && id === selected}
            toolbar={toolbar}
            onPort={(port) => void workspace.running.openPreview({ of: "seat", port })}
            knownFiles={knownFiles}
            onMessage={take}
            onRefused={() => void store.refresh()}
            onReady={(run) => store.setRunner(id, run)}
          />
        ))}
        {terminals?.length === 0 && busy === null ? (
          <div className={styles.empty}>
            <p>A terminal is a shell in your own seat, with a Docker Engine that is yours alone.</p>
            <button type="button" className="primary" onClick={() => void store.create()}>
              Open a terminal
            </button>
          </div>
        ) : null}
      </div>
      <Dialog
        open={asking}
        title="Throw your seat away and take a fresh one?"
        onClose={() => setAsking(false)}
      >
        <p>
          Images, containers, volumes and everything else in the seat go, and what runs in your terminals
          ends. The files of your exercises stay: they are kept on the server and are there again in the fresh
          seat.
        </p>
        <div className={styles.answers}>
          <button
            type="button"
            onClick={() => {
              setAsking(false);
              void files.flush().then(() => store.freshSeat());
            }}
          >
            Throw my seat away and give me a fresh one
          </button>
          <button type="button" onClick={() => setAsking(false)}>
            Keep it
          </button>
        </div>
      </Dialog>
    </div>
  );
}

/** What became of a preview that was asked for by a link in the terminal, where it did not simply open. */
function PreviewWord({ store }: { store: Workspace["running"] }): ReactElement | null {
  const { problem, link } = useStore(store);
  if (problem === null && link === null) return null;
  return (
    <div className={styles.problem} role="alert">
      <p>
        {problem}
        {link === null ? null : (
          <a href={link.url} target="_blank" rel="noopener noreferrer" onClick={() => store.dismiss()}>
            Open the preview of port {link.port}
          </a>
        )}
      </p>
      <button type="button" className="quiet" onClick={() => store.dismiss()}>
        Close
      </button>
    </div>
  );
}
