import type { Duplex } from "node:stream";
import type { ComposeVerdict } from "../../../core/compose/judge-config.ts";
import { lineIn } from "../../../core/compose/line-of-key.ts";
import { blankSyntax } from "../../../core/dockerfile/blank-syntax.ts";
import type { Seat, SeatFile } from "../../../core/seat/port.ts";
import { textOf } from "../../docker/build/pack-context.ts";
import { parseApart } from "../../parsers/parse-apart.ts";
import { type Grading, plainEnd } from "../grading.ts";
import { compose, PROJECT_FOLDER, projectOf } from "./compose-command.ts";

const CONFIG_TIMEOUT_MS = 30_000;

/** The student's file as compose reads it, held against the policy; nothing of it has run. */
export type ReadProject =
  | { readonly status: "unreadable"; readonly message: string }
  | {
      readonly status: "read";
      /** What `docker compose config --format json` printed. */
      readonly config: unknown;
      readonly verdict: ComposeVerdict;
      readonly lineOf: (path: readonly string[]) => number | null;
    };

/** Puts the student's files into the seat and lets compose read its file there. */
export async function readProject(
  seat: Seat<Duplex>,
  { files, signal }: Grading,
  file: SeatFile,
): Promise<ReadProject> {
  await seat.putFiles(PROJECT_FOLDER, files.map(withoutSyntax), signal);
  const printed = await compose(seat, file.path, ["config", "--format", "json"], {
    signal,
    timeoutMs: CONFIG_TIMEOUT_MS,
  });
  if (printed.exitCode !== 0 || printed.truncated) {
    return { status: "unreadable", message: plainEnd(printed.stderr, 1000).trim() || "it does not end" };
  }
  const text = textOf(file.content);
  const { config, verdict, lines } = await parseApart("judgeProject", {
    printed: printed.stdout,
    text,
    project: projectOf(files),
  });
  return { status: "read", config, verdict, lineOf: lineIn(lines) };
}

/** Compose builds by itself; where no registry answers, a syntax line would fail it. */
function withoutSyntax(file: SeatFile): SeatFile {
  if (!/(?:^|[/.])dockerfile(?:\.|$)/i.test(file.path)) return file;
  const syntax = blankSyntax(textOf(file.content));
  return syntax.status === "blanked" ? { ...file, content: syntax.text } : file;
}
