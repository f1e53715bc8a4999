"use client";

import type { ReactElement } from "react";
import { useText } from "../text/use-text.tsx";
import { setThemePreference, useThemePreference } from "../ui/theme.ts";
import { parseTheme, type ThemePreference } from "../ui/theme-preference.ts";
import styles from "./site-header.module.css";

export function ThemeSwitch({ initial }: { initial: ThemePreference }): ReactElement {
  const text = useText().page;
  const preference = useThemePreference(initial);
  return (
    <label className={`${styles.theme} needs-script`}>
      <span className="unseen">{text.theme}</span>
      <select value={preference} onChange={(event) => setThemePreference(parseTheme(event.target.value))}>
        <option value="system">{text.themes.system}</option>
        <option value="light">{text.themes.light}</option>
        <option value="dark">{text.themes.dark}</option>
      </select>
    </label>
  );
}
