"use client";

import type { ReactElement } from "react";
import type { Text } from "../../text/english.ts";
import { useText } from "../../text/use-text.tsx";
import styles from "./phone-bar.module.css";

export type DeskView = "read" | "edit" | "log" | "terminal" | "app";

const viewsOf = (
  text: Text["workspace"]["views"],
  builds: boolean,
): readonly (readonly [DeskView, string])[] => [
  ["read", text.read],
  ["edit", text.edit],
  // Where nothing is built there is no log of it: what is left of that view is the checks.
  ["log", builds ? text.log : text.checks],
  ["terminal", text.terminal],
  ["app", text.app],
];

/** The way around on a narrow screen, where one part is seen at a time. Without JavaScript: links down the page. */
export function PhoneBar({
  view,
  builds,
  onView,
}: {
  view: DeskView;
  builds: boolean;
  onView: (view: DeskView) => void;
}): ReactElement {
  const text = useText().workspace;
  return (
    <nav className={styles.bar} aria-label={text.parts}>
      {viewsOf(text.views, builds).map(([id, label]) => (
        <a
          key={id}
          href={`#${id === "app" || id === "terminal" ? "log" : id}`}
          aria-current={view === id ? "true" : undefined}
          onClick={(event) => {
            event.preventDefault();
            onView(id);
            window.scrollTo({ top: 0 });
          }}
        >
          {label}
        </a>
      ))}
    </nav>
  );
}
