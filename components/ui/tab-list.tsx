"use client";

import { type KeyboardEvent, type ReactElement, type ReactNode, useRef } from "react";
import styles from "./tab-list.module.css";

export interface TabItem {
  readonly id: string;
  readonly label: ReactNode;
  /** Where the tab leads without JavaScript. */
  readonly href?: string;
}

export interface TabListProps {
  readonly label: string;
  readonly items: readonly TabItem[];
  readonly selected: string;
  readonly onSelect: (id: string) => void;
  /** Ids of tabs and panels: `${prefix}-tab-${id}`, `${prefix}-panel`. */
  readonly prefix: string;
}

/** Real tabs: one stop for Tab, arrows walk, Home and End jump. */
export function TabList({ label, items, selected, onSelect, prefix }: TabListProps): ReactElement {
  const list = useRef<HTMLDivElement>(null);

  const onKeyDown = (event: KeyboardEvent): void => {
    const at = items.findIndex((item) => item.id === selected);
    const last = items.length - 1;
    const targets: Readonly<Record<string, number>> = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    };
    const next = items[targets[event.key] ?? -1];
    if (next === undefined) return;
    event.preventDefault();
    onSelect(next.id);
    list.current?.querySelector<HTMLElement>(`[id="${CSS.escape(`${prefix}-tab-${next.id}`)}"]`)?.focus();
  };

  return (
    // The key handler serves the tabs inside, which take the focus.
    // eslint-disable-next-line jsx-a11y/interactive-supports-focus
    <div ref={list} role="tablist" aria-label={label} className={styles.list} onKeyDown={onKeyDown}>
      {items.map((item) => {
        const shared = {
          id: `${prefix}-tab-${item.id}`,
          role: "tab",
          "aria-selected": item.id === selected,
          "aria-controls": `${prefix}-panel`,
          tabIndex: item.id === selected ? 0 : -1,
          className: styles.tab,
        };
        return item.href === undefined ? (
          <button key={item.id} type="button" {...shared} onClick={() => onSelect(item.id)}>
            {item.label}
          </button>
        ) : (
          <a
            key={item.id}
            href={item.href}
            {...shared}
            onClick={(event) => {
              event.preventDefault();
              onSelect(item.id);
            }}
          >
            {item.label}
          </a>
        );
      })}
    </div>
  );
}
