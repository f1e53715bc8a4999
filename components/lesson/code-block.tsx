"use client";

import { useRef, useState, type ComponentPropsWithoutRef, type ReactElement } from "react";
import { useLessonActions } from "../ui/lesson-actions.ts";
import styles from "./code-block.module.css";

type CodeBlockProps = ComponentPropsWithoutRef<"pre"> & {
  readonly "data-language"?: string;
  readonly "data-title"?: string;
  /** A command that the student may run in their seat. */
  readonly "data-run"?: string;
  /** A whole file, by its path in the workspace. */
  readonly "data-file"?: string;
};

const languageNames: Readonly<Record<string, string>> = {
  bash: "shell",
  docker: "Dockerfile",
  dockerfile: "Dockerfile",
  yaml: "YAML",
  python: "Python",
  json: "JSON",
  text: "text",
};

/** A fenced block of a lesson, with its name and a button that copies it. */
export function CodeBlock(props: CodeBlockProps): ReactElement {
  const {
    "data-language": language,
    "data-title": title,
    "data-run": isCommand,
    "data-file": file,
    ...rest
  } = props;
  const actions = useLessonActions();
  const pre = useRef<HTMLPreElement>(null);
  const [copied, setCopied] = useState<"no" | "yes" | "failed">("no");
  const name = title ?? (language === undefined ? "" : (languageNames[language] ?? language));

  const text = (): string => (pre.current?.textContent ?? "").replace(/\n$/, "");
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text());
      setCopied("yes");
    } catch {
      setCopied("failed");
    }
    setTimeout(() => setCopied("no"), 2000);
  };

  return (
    <div className={styles.block}>
      <div className={styles.bar}>
        <span>{name}</span>
        {actions === null || isCommand === undefined ? null : (
          <button type="button" className="quiet" onClick={() => actions.runInTerminal(text())}>
            Run in terminal
          </button>
        )}
        {actions === null || file === undefined ? null : (
          <button type="button" className="quiet" onClick={() => actions.putIntoEditor(file, `${text()}\n`)}>
            Put into the editor
          </button>
        )}
        <button type="button" className="quiet needs-script" onClick={() => void copy()}>
          {copied === "yes" ? "Copied" : copied === "failed" ? "Copying was refused" : "Copy"}
        </button>
        <span className="unseen" role="status">
          {copied === "yes" ? "Copied" : ""}
        </span>
      </div>
      {/* A block that is wider than the column scrolls, so it has to be reachable by keyboard. */}
      {/* eslint-disable jsx-a11y/no-noninteractive-tabindex */}
      <pre
        {...rest}
        ref={pre}
        className={styles.code}
        tabIndex={0}
        aria-label={name === "" ? "Code" : name}
        role="region"
      />
      {/* eslint-enable jsx-a11y/no-noninteractive-tabindex */}
    </div>
  );
}
