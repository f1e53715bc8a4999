/** A here-document of an instruction: `COPY <<EOF /x`, `RUN python3 <<EOF`. */
export interface Heredoc {
  readonly name: string;
  /** `<<-`: tabs in front of its lines do not count. */
  readonly chomp: boolean;
  /** First line of its text, 1-based. */
  readonly line: number;
  /** The line that ends it; the file's last one where nothing does. */
  readonly endLine: number;
  readonly isClosed: boolean;
}

/** An instruction as BuildKit joins its lines, with the way back to the file. */
export interface InstructionSource {
  /** What stands behind the keyword (of ONBUILD: behind both), comments and the ends of lines taken out. */
  readonly text: string;
  /** Last line before the text of here-documents, 1-based. */
  readonly lastLine: number;
  readonly heredocs: readonly Heredoc[];
  /** Line and column, from 1, of an offset in `text`. */
  readonly placeOf: (offset: number) => { readonly line: number; readonly column: number };
}

const comment = /^[ \t]*#/;
const keywords = /^[ \t]*(?:ONBUILD[ \t]+)?[A-Za-z]+[ \t]*/i;

/** Reads an instruction from its first line, 1-based; `lines` without their ends. Takes time by the instruction's length. */
export function instructionSource(
  lines: readonly string[],
  first: number,
  endLine: number,
  escape: string,
): InstructionSource {
  const pieces: { readonly start: number; readonly line: number; readonly column: number }[] = [];
  let text = "";
  let lastLine = first;
  for (let line = first; line <= Math.min(endLine, lines.length); line += 1) {
    const written = lines[line - 1] ?? "";
    if (line > first && (comment.test(written) || written.trim() === "")) continue;
    lastLine = line;
    const column = line === first ? (keywords.exec(written)?.[0].length ?? 0) : 0;
    const kept = written.trimEnd();
    const continues = kept.endsWith(escape);
    pieces.push({ start: text.length, line, column: column + 1 });
    text += (continues ? kept.slice(0, -1) : written).slice(column);
    if (!continues) break;
  }
  return {
    text,
    lastLine,
    heredocs: text.includes("<<") ? readHeredocs(text, lines, lastLine) : [],
    placeOf: (offset) => {
      let low = 0;
      let high = pieces.length - 1;
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if ((pieces[middle]?.start ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      const piece = pieces[low];
      return piece === undefined
        ? { line: first, column: 1 }
        : { line: piece.line, column: piece.column + offset - piece.start };
    },
  };
}

/** BuildKit wants a word of its own: `<<EOF`, `3<<-"EOF"`; a blank behind `<<` makes none. */
function readHeredocs(text: string, lines: readonly string[], lastLine: number): Heredoc[] {
  const found: Heredoc[] = [];
  let line = lastLine + 1;
  for (const [, dash = "", quoted = ""] of text.matchAll(
    /(?<![^\s])\d{0,3}<<(-?)("[^"<]+"|'[^'<]+'|[^\s<"'()]+)(?![^\s])/g,
  )) {
    const name = quoted.replace(/^["']|["']$/g, "");
    const chomp = dash === "-";
    const begin = line;
    while (
      line <= lines.length &&
      (chomp ? (lines[line - 1] ?? "").replace(/^\t+/, "") : lines[line - 1]) !== name
    ) {
      line += 1;
    }
    found.push({
      name,
      chomp,
      line: begin,
      endLine: Math.min(line, lines.length),
      isClosed: line <= lines.length,
    });
    line += 1;
    if (found.length >= 20) break;
  }
  return found;
}
