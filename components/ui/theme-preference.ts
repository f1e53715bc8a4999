export type ThemePreference = "light" | "dark" | "system";

/** The server reads it, so that the first paint already wears the right theme. */
export const THEME_COOKIE = "drydock-theme";

export function parseTheme(value: string | undefined): ThemePreference {
  return value === "light" || value === "dark" ? value : "system";
}
