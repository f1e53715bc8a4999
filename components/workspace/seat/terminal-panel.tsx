"use client";

import { type ReactElement, useEffect, useState } from "react";
import type { ServerMessage } from "../../../core/terminal/protocol.ts";
import { useStore } from "../../client/use-store.ts";
import { ShellView } from "../../terminal/shell-view.tsx";
import { useText } from "../../text/use-text.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TabList } from "../../ui/tab-list.tsx";
import type { Workspace } from "../desk/create-workspace.ts";
import styles from "./terminal-panel.module.css";

interface TerminalPanelProps {
  readonly workspace: Workspace;
  readonly theme: "light" | "dark";
  readonly visible: boolean;
}

/** The student's terminals: as many as they like within reason, each as it was when the page comes back. */
export function TerminalPanel({ workspace, theme, visible }: TerminalPanelProps): ReactElement {
  const { terminals: store, files } = workspace;
  const { terminals, selected, problem, busy } = useStore(store);
  const text = useText();
  const words = text.terminal;
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
            label={words.list}
            prefix="terminal"
            items={terminals.map(({ id, number }) => ({ id, label: words.numbered(number) }))}
            selected={selected ?? ""}
            onSelect={(id) => store.select(id)}
          />
        )}
        <button
          type="button"
          className="quiet"
          aria-label={words.newOne}
          disabled={busy !== null}
          onClick={() => void store.create()}
        >
          {words.new}
        </button>
        {current === undefined ? null : (
          <button
            type="button"
            className="quiet"
            aria-label={words.closeNumbered(current.number)}
            onClick={() => void store.close(current.id)}
          >
            {text.page.close}
          </button>
        )}
        <button type="button" className="quiet" disabled={busy !== null} onClick={() => setAsking(true)}>
          {busy === "fresh" ? words.freshSeatComing : words.freshSeat}
        </button>
        <div className={styles.tools} ref={setToolbar} />
      </div>
      <PreviewWord store={workspace.running} />
      {problem === null ? null : (
        <div className={styles.problem} role="alert">
          <p>{problem}</p>
          <button type="button" className="quiet" onClick={() => store.dismissProblem()}>
            {text.page.close}
          </button>
        </div>
      )}
      <div className={styles.shells} role="tabpanel" id="terminal-panel" aria-label={words.one}>
        {terminals?.map(({ id, number }) => (
          <ShellView
            key={id}
            id={id}
            label={words.numbered(number)}
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
            <p>{words.about}</p>
            <button type="button" className="primary" onClick={() => void store.create()}>
              {words.open}
            </button>
          </div>
        ) : null}
      </div>
      <Dialog open={asking} title={words.fresh.title} onClose={() => setAsking(false)}>
        <p>{words.fresh.whatGoes}</p>
        <div className={styles.answers}>
          <button
            type="button"
            onClick={() => {
              setAsking(false);
              void files.flush().then(() => store.freshSeat());
            }}
          >
            {words.fresh.now}
          </button>
          <button type="button" onClick={() => setAsking(false)}>
            {words.fresh.keep}
          </button>
        </div>
      </Dialog>
    </div>
  );
}

/** What became of a preview that was asked for by a link in the terminal, where it did not simply open. */
function PreviewWord({ store }: { store: Workspace["running"] }): ReactElement | null {
  const text = useText();
  const { problem, link } = useStore(store);
  if (problem === null && link === null) return null;
  return (
    <div className={styles.problem} role="alert">
      <p>
        {problem}
        {link === null ? null : (
          <a href={link.url} target="_blank" rel="noopener noreferrer" onClick={() => store.dismiss()}>
            {text.running.openPreviewOf(link.port)}
          </a>
        )}
      </p>
      <button type="button" className="quiet" onClick={() => store.dismiss()}>
        {text.page.close}
      </button>
    </div>
  );
}
