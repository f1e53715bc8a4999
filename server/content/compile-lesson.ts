import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundleMDX } from "mdx-bundler";
import remarkGfm from "remark-gfm";
import { z } from "zod";
import type { Heading } from "../../core/course/outline.ts";
import { type QuizDefinition,quizDefinition } from "../../core/course/quiz.ts";
import { AppError } from "../../core/errors.ts";
import { say } from "../../core/messages/say.ts";
import type { SectionText } from "../../core/search/section.ts";
import { parseJson } from "../../core/text/parse-json.ts";
import { collectHeadings } from "./collect-headings.ts";
import { collectQuizzes } from "./collect-quizzes.ts";
import { collectSections } from "./collect-sections.ts";
import { highlightCode } from "./highlight-code.ts";
import { ownBlocks } from "./own-blocks.ts";
import { setRecapApart } from "./set-recap-apart.ts";

const compiledMdx = z.object({
  /** Body of a function of React and the JSX runtime that returns the module. */
  code: z.string(),
  headings: z.array(z.object({ depth: z.number(), id: z.string(), text: z.string() })),
  quizzes: z.array(quizDefinition),
  sections: z.array(
    z.object({
      anchor: z.string().nullable(),
      heading: z.string().nullable(),
      text: z.string(),
      code: z.string(),
    }),
  ),
});
export type CompiledMdx = z.infer<typeof compiledMdx>;

/** What we touch of mdx-bundler's options, whose own type does not resolve. */
interface MdxOptions {
  readonly remarkPlugins?: readonly unknown[];
  readonly rehypePlugins?: readonly unknown[];
}

/** Grows with every change to the plugins, so that lessons compiled by an older version are made again. */
const PIPELINE = 9;
/** A course has tens of lessons; beyond this many the oldest leaves memory and stays on disk. */
const KEPT_IN_MEMORY = 200;
const memory = new Map<string, Promise<CompiledMdx>>();

/**
 * Compiles the MDX of a lesson, once for each text: kept in memory and in `cacheDir` by the hash of the text.
 * @param file named in messages
 * @throws AppError INTERNAL with file and line when the MDX does not compile
 */
export function compileLesson(file: string, source: string, cacheDir: string): Promise<CompiledMdx> {
  const hash = createHash("sha256").update(`${PIPELINE}\0${source}`).digest("hex");
  const known = memory.get(hash);
  if (known !== undefined) return known;
  const compiling = readOrCompile(file, source, join(cacheDir, `${hash}.json`));
  memory.set(hash, compiling);
  // A failure is not kept: the author may mend what the lesson imports without touching its text.
  compiling.catch(() => memory.delete(hash));
  const oldest = memory.keys().next();
  if (memory.size > KEPT_IN_MEMORY && oldest.done !== true) memory.delete(oldest.value);
  return compiling;
}

async function readOrCompile(file: string, source: string, cached: string): Promise<CompiledMdx> {
  const kept = await readFile(cached, "utf8").catch(() => null);
  if (kept !== null) {
    const parsed = compiledMdx.safeParse(parseJson(kept));
    if (parsed.success) return parsed.data;
  }
  const compiled = await compile(file, source);
  // Written beside and renamed, so that a crash leaves no half file. A full disk costs time, not the page.
  const beside = `${cached}.${randomUUID()}`;
  await mkdir(join(cached, ".."), { recursive: true })
    .then(() => writeFile(beside, JSON.stringify(compiled)))
    .then(() => rename(beside, cached))
    .catch((error: unknown) => console.warn(`cannot keep the compiled ${file}:`, error));
  return compiled;
}

async function compile(file: string, source: string): Promise<CompiledMdx> {
  const headings: Heading[] = [];
  const quizzes: QuizDefinition[] = [];
  const sections: SectionText[] = [];
  try {
    const { code } = await bundleMDX({
      source,
      mdxOptions: (options: MdxOptions) => ({
        ...options,
        // mdx-bundler's own plugins take the front matter out, so they stay first.
        remarkPlugins: [...(options.remarkPlugins ?? []), remarkGfm, collectQuizzes(quizzes)],
        rehypePlugins: [
          ...(options.rehypePlugins ?? []),
          collectHeadings(headings),
          collectSections(sections),
          setRecapApart,
          highlightCode,
          ownBlocks,
        ],
      }),
      esbuildOptions: (options) => ({ ...options, target: "es2022", minify: true, logLevel: "silent" }),
    });
    return { code, headings, quizzes, sections };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new AppError("INTERNAL", {
      message: `${file}: ${message.replace(/_mdx_bundler_entry_point-[0-9a-f-]+\.mdx/g, "lesson.mdx")}`,
      userMessage: say("lesson.broken", { file }),
      cause: error,
    });
  }
}
