import type { Config } from "../server/config.ts";

/** Settings as the environment that `readConfig` makes the same settings from. */
export function settingsEnvironment(config: Config): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(",") : String(value),
    ]),
  );
}
