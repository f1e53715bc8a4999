"use client";

import { type ComponentPropsWithoutRef, type ReactElement, useRef, useState } from "react";
import { useLanguage, useText } from "../text/use-text.tsx";
import styles from "./code-block.module.css";
import { useLessonActions } from "./lesson-actions.ts";

type CodeBlockProps = ComponentPropsWithoutRef<"pre"> & {
  readonly "data-language"?: string;
  readonly "data-title"?: string;
  /** A command that the student may run in their seat; "interrupt" where what runs there is ended first. */
  readonly "data-run"?: string;
  /** A whole file, by its path in the workspace. */
  readonly "data-file"?: string;
  /** The lab that it belongs to, where the lesson has several. */
  readonly "data-lab"?: string;
};

const syntaxNames: Readonly<Record<string, string>> = {
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
    "data-language": syntax,
    "data-title": title,
    "data-run": isCommand,
    "data-file": file,
    "data-lab": lab = null,
    ...rest
  } = props;
  const actions = useLessonActions();
  const text = useText().lesson;
  const language = useLanguage();
  const pre = useRef<HTMLPreElement>(null);
  const [copied, setCopied] = useState<"no" | "yes" | "failed">("no");
  const name = title ?? (syntax === undefined ? "" : (syntaxNames[syntax] ?? syntax));

  const read = (): string => (pre.current?.textContent ?? "").replace(/\n$/, "");
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(read());
      setCopied("yes");
    } catch {
      setCopied("failed");
    }
    setTimeout(() => setCopied("no"), 2000);
  };

  return (
    <div className={styles.block}>
      <div className={styles.bar} lang={language}>
        <span>{name}</span>
        {actions === null || isCommand === undefined ? null : (
          <button
            type="button"
            className="quiet"
            onClick={() => actions.runInTerminal(lab, read(), isCommand === "interrupt")}
          >
            {text.runInTerminal}
          </button>
        )}
        {actions === null || file === undefined ? null : (
          <button
            type="button"
            className="quiet"
            onClick={() => actions.putIntoEditor(lab, file, `${read()}\n`)}
          >
            {text.putIntoEditor}
          </button>
        )}
        <button type="button" className="quiet needs-script" onClick={() => void copy()}>
          {copied === "yes" ? text.copied : copied === "failed" ? text.copyRefused : text.copy}
        </button>
        <span className="unseen" role="status">
          {copied === "yes" ? text.copied : ""}
        </span>
      </div>
      {/* A block that is wider than the column scrolls, so it has to be reachable by keyboard. */}
      {/* eslint-disable jsx-a11y/no-noninteractive-tabindex */}
      <pre
        {...rest}
        ref={pre}
        className={styles.code}
        tabIndex={0}
        aria-label={name === "" ? text.code : name}
        role="region"
      />
      {/* eslint-enable jsx-a11y/no-noninteractive-tabindex */}
    </div>
  );
}
