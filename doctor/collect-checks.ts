import type { Check } from "./attack.ts";

/** What was found, or what is missing and what to do next; without `next`, what the look says about itself. */
export type Found = string | { readonly missing: string; readonly next?: string };

export interface ChecksInWork {
  readonly checks: readonly Check[];
  /**
   * Looks, and tells what was found. A look that throws has found something missing.
   * @param next what to do when it is missing
   */
  readonly look: (id: string, title: string, next: string, find: () => Promise<Found>) => Promise<void>;
}

/** `tell` gets each check as it is done. */
export function collectChecks(tell: (check: Check) => void = () => undefined): ChecksInWork {
  const checks: Check[] = [];
  return {
    checks,
    look: async (id, title, next, find) => {
      const found = await find().catch((error: unknown) => ({
        missing: error instanceof Error ? error.message.slice(0, 200) : String(error),
      }));
      const check: Check =
        typeof found === "string"
          ? { id, title, ok: true, found }
          : {
              id,
              title,
              ok: false,
              found: found.missing,
              next: ("next" in found ? found.next : null) ?? next,
            };
      checks.push(check);
      tell(check);
    },
  };
}
