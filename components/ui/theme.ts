import { useSyncExternalStore } from "react";
import { parseTheme, THEME_COOKIE, type ThemePreference } from "./theme-preference.ts";

const DARK_QUERY = "(prefers-color-scheme: dark)";
const listeners = new Set<() => void>();

export function setThemePreference(preference: ThemePreference): void {
  document.documentElement.dataset["theme"] = preference;
  document.cookie = `${THEME_COOKIE}=${preference}; path=/; max-age=31536000; samesite=lax`;
  for (const listener of listeners) listener();
}

/** The theme on the screen now: what the editor and the log have to match. */
export function useTheme(): "light" | "dark" {
  return useSyncExternalStore(subscribe, currentTheme, () => "light" as const);
}

export function useThemePreference(initial: ThemePreference): ThemePreference {
  return useSyncExternalStore(
    subscribe,
    () => parseTheme(document.documentElement.dataset["theme"]),
    () => initial,
  );
}

function currentTheme(): "light" | "dark" {
  const preference = parseTheme(document.documentElement.dataset["theme"]);
  if (preference !== "system") return preference;
  return window.matchMedia(DARK_QUERY).matches ? "dark" : "light";
}

function subscribe(listener: () => void): () => void {
  const media = window.matchMedia(DARK_QUERY);
  listeners.add(listener);
  media.addEventListener("change", listener);
  return () => {
    listeners.delete(listener);
    media.removeEventListener("change", listener);
  };
}
