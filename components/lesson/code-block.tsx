"use client";

import { useRef, useState, type ComponentPropsWithoutRef, type ReactElement } from "react";
import styles from "./code-block.module.css";

type CodeBlockProps = ComponentPropsWithoutRef<"pre"> & {
  readonly "data-language"?: string;
  readonly "data-title"?: string;
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
  const { "data-language": language, "data-title": title, ...rest } = props;
  const pre = useRef<HTMLPreElement>(null);
  const [copied, setCopied] = useState<"no" | "yes" | "failed">("no");
  const name = title ?? (language === undefined ? "" : (languageNames[language] ?? language));

  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText((pre.current?.textContent ?? "").replace(/\n$/, ""));
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
