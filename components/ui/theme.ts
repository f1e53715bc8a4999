import { useSyncExternalStore } from "react";
import { parseTheme, themeCookie, type ThemePreference } from "./theme-preference.ts";

const darkQuery = "(prefers-color-scheme: dark)";
const listeners = new Set<() => void>();

export function setThemePreference(preference: ThemePreference): void {
  document.documentElement.dataset["theme"] = preference;
  document.cookie = `${themeCookie}=${preference}; path=/; max-age=31536000; samesite=lax`;
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
  return window.matchMedia(darkQuery).matches ? "dark" : "light";
}

function subscribe(listener: () => void): () => void {
  const media = window.matchMedia(darkQuery);
  listeners.add(listener);
  media.addEventListener("change", listener);
  return () => {
    listeners.delete(listener);
    media.removeEventListener("change", listener);
  };
}
