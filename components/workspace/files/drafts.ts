export interface Draft {
  readonly content: string;
  /** The server's version that the text was typed upon. */
  readonly baseVersion: number;
}

/** Unsaved text, kept in this browser until the server has it. */
export interface Drafts {
  keep(path: string, draft: Draft): void;
  drop(path: string): void;
  find(path: string): Draft | null;
}

type Storage = Pick<globalThis.Storage, "getItem" | "setItem" | "removeItem">;

/** `storage` is asked for at each use: the server has none, and a browser may refuse it. */
export function createDrafts(prefix: string, storage: () => Storage): Drafts {
  const key = (path: string): string => `drydock:draft:${prefix}:${path}`;
  const quietly = <Result>(work: () => Result): Result | null => {
    try {
      return work();
    } catch {
      // Full or forbidden storage costs the second safety net, not the first: the server's copy.
      return null;
    }
  };
  return {
    keep: (path, draft) => void quietly(() => storage().setItem(key(path), JSON.stringify(draft))),
    drop: (path) => void quietly(() => storage().removeItem(key(path))),
    find: (path) =>
      quietly(() => {
        const text = storage().getItem(key(path));
        if (text === null) return null;
        const draft = JSON.parse(text) as Partial<Draft>;
        if (typeof draft.content !== "string" || typeof draft.baseVersion !== "number") return null;
        return { content: draft.content, baseVersion: draft.baseVersion };
      }),
  };
}
