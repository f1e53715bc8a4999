"use client";

import type { ReactElement } from "react";
import { parseTheme, type ThemePreference } from "./theme-preference.ts";
import { setThemePreference, useThemePreference } from "./theme.ts";
import styles from "./site-header.module.css";

export function ThemeSwitch({ initial }: { initial: ThemePreference }): ReactElement {
  const preference = useThemePreference(initial);
  return (
    <label className={styles.theme}>
      <span className="unseen">Theme</span>
      <select value={preference} onChange={(event) => setThemePreference(parseTheme(event.target.value))}>
        <option value="system">System</option>
        <option value="light">Light</option>
        <option value="dark">Dark</option>
      </select>
    </label>
  );
}
