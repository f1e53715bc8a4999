/** What a change can break, as work for the stages of `npm test`. */
export interface Work {
  /** Files for the linter and the formatter that are still there; null: all of them. */
  readonly lint: readonly string[] | null;
  readonly types: boolean;
  readonly courses: boolean;
  readonly arrows: boolean;
  /** Unit tests and tests on seats: those that import what has changed, and these folders; null: all tests. */
  readonly tests: { readonly folders: readonly string[] } | null;
  readonly real: boolean;
  readonly content: "none" | "changed labs" | "brief";
  readonly browser: boolean;
}

/** Everything: what `npm test` does without --changed. */
export const EVERYTHING: Work = {
  lint: null,
  types: true,
  courses: true,
  arrows: true,
  tests: null,
  real: true,
  content: "brief",
  browser: true,
};

const SOURCE = /\.(tsx?|mts|mjs|cjs)$/;
/** Read by a tool or by every test: nothing is safe from a change of these. */
const ROOT_FILES =
  /^(package(-lock)?\.json|tsconfig\.json|vitest\.config\.ts|playwright\.config\.ts|\.npmrc)$/;
const FORMATTED = /\.(tsx?|mts|mjs|cjs|json|md|css|ya?ml)$/;
/** Tests that read files which are no modules, by the folder of those files. */
const READERS: readonly (readonly [files: RegExp, folders: readonly string[]])[] = [
  [/\.md$|^docs\//, ["cli/docs"]],
  [/^content\//, ["server/content", "authoring", "core/lab"]],
  [/^e2e\/fixtures\//, ["authoring", "core"]],
  [/^deploy\//, ["doctor", "setup"]],
  [/^setup\//, ["setup", "doctor"]],
  [/^(server|core|components|doctor|testing|bench)\//, ["server", "core", "components"]],
];

/** @param changed files relative to the root, with those that are gone */
export function pickWork(changed: readonly string[], isThere: (file: string) => boolean): Work {
  if (changed.some((file) => ROOT_FILES.test(file))) return EVERYTHING;
  const within = (...rooms: readonly string[]) =>
    changed.some((file) => rooms.some((room) => file.startsWith(`${room}/`)));
  const sources = changed.some((file) => SOURCE.test(file));
  const folders = changed
    .filter((file) => !SOURCE.test(file))
    .flatMap((file) => READERS.find(([files]) => files.test(file))?.[1] ?? []);
  // The linter's own rules concern every file.
  const rules = changed.some((file) =>
    /^(eslint\.config\.mjs|knip\.json|\.prettier(rc.*|ignore))$/.test(file),
  );
  return {
    lint: rules ? null : changed.filter((file) => FORMATTED.test(file) && isThere(file)),
    types: sources,
    courses: within("content", "core", "server"),
    arrows: sources || changed.includes(".dependency-cruiser.cjs"),
    tests: { folders: [...new Set(folders)].sort() },
    real: within("authoring", "core", "doctor", "registry-door", "server", "setup", "testing"),
    content: within("core", "server/docker", "server/grading", "authoring/check", "setup")
      ? "brief"
      : within("content")
        ? "changed labs"
        : "none",
    browser:
      within("app", "components", "core", "server", "public", "e2e", "content") ||
      changed.some((file) => /^(proxy\.ts|next\.config\.mjs)$/.test(file)),
  };
}
