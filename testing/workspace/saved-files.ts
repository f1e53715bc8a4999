import type { SaveFileResult, WorkspaceFile } from "../../core/lab/workspace.ts";

interface Row {
  /** Null: deleted, or the starter's text again. */
  readonly content: string | null;
  readonly version: number;
}

/** The saved files of one lab in memory, by the rules of `server/db/workspace`: every change counts the version up. */
export class SavedFiles {
  readonly #starter: ReadonlyMap<string, string>;
  readonly #rows = new Map<string, Row>();
  readonly #resets: (readonly (readonly [path: string, content: string | null])[])[] = [];

  constructor(starter: Readonly<Record<string, string>>) {
    this.#starter = new Map(Object.entries(starter));
  }

  get canUndoReset(): boolean {
    return this.#resets.length > 0;
  }

  files(): WorkspaceFile[] {
    const paths = [...new Set([...this.#starter.keys(), ...this.#rows.keys()])].sort();
    return paths.flatMap((path) => this.find(path) ?? []);
  }

  find(path: string): WorkspaceFile | undefined {
    const row = this.#rows.get(path);
    const starter = this.#starter.get(path) ?? null;
    const content = row?.content ?? starter;
    if (content === null) return undefined;
    return { path, content, version: row?.version ?? 0, editable: true, starter };
  }

  save(path: string, content: string, baseVersion: number): SaveFileResult {
    const current = this.find(path);
    const version = this.#versionOf(path);
    if (current !== undefined && current.version !== baseVersion) {
      return current.content === content ? { status: "saved", version } : { status: "conflict", current };
    }
    if (current === undefined && baseVersion !== 0 && baseVersion !== version) {
      const gone = { path, content: "", version, editable: true, starter: null };
      return { status: "conflict", current: gone, isGone: true };
    }
    return { status: "saved", version: this.#write(path, content) };
  }

  /** Null: there is no such file, or it belongs to the exercise. */
  remove(path: string, baseVersion: number): SaveFileResult | null {
    const current = this.find(path);
    if (current === undefined || current.starter !== null) return null;
    if (current.version !== baseVersion) return { status: "conflict", current };
    return { status: "saved", version: this.#write(path, null) };
  }

  /** @param path null: all */
  reset(path: string | null): void {
    const changed = [...this.#rows].filter(
      ([each, { content }]) => content !== null && (path === null || path === each),
    );
    if (changed.length === 0) return;
    for (const [each] of changed) this.#write(each, null);
    this.#resets.push(changed.map(([each, { content }]) => [each, content]));
  }

  /** False: there is nothing to take back. */
  undoReset(): boolean {
    const last = this.#resets.pop();
    if (last === undefined) return false;
    const before = last.map(([path]) => [path, this.#rows.get(path)?.content ?? null] as const);
    for (const [path, content] of last) this.#write(path, content);
    if (before.some(([, content]) => content !== null)) this.#resets.push(before);
    return true;
  }

  #versionOf(path: string): number {
    return this.#rows.get(path)?.version ?? 0;
  }

  #write(path: string, content: string | null): number {
    const version = this.#versionOf(path) + 1;
    this.#rows.set(path, { content, version });
    return version;
  }
}
