/** One line of a log of the seat, as the page keeps it. */
export interface KeptLine {
  /** Service and number, or the container's name. */
  readonly label: string;
  /** What a choice of services goes by. */
  readonly group: string;
  readonly text: string;
  /** Words of ours, not the container's. */
  readonly ours: boolean;
}

/** As many as the view shows, and twice that before they are cut: cutting at each line would copy all of them. */
const MAX_LINES = 10_000;
const MAX_CHARACTERS = 4_000_000;

/** The newest lines, bounded in number and size, so that another choice of services shows what was there before. */
export function createKeptLines(maxLines = MAX_LINES, maxCharacters = MAX_CHARACTERS) {
  let lines: KeptLine[] = [];
  let characters = 0;
  return {
    add: (added: readonly KeptLine[]): void => {
      for (const line of added) {
        lines.push(line);
        characters += line.text.length;
      }
      if (lines.length <= maxLines * 2 && characters <= maxCharacters * 2) return;
      let drop = Math.max(0, lines.length - maxLines);
      for (let at = 0; at < drop; at += 1) characters -= lines[at]?.text.length ?? 0;
      while (characters > maxCharacters && drop < lines.length - 1) {
        characters -= lines[drop]?.text.length ?? 0;
        drop += 1;
      }
      lines = lines.slice(drop);
    },
    of: (group: string | null): readonly KeptLine[] =>
      group === null ? lines : lines.filter((line) => line.group === group),
  };
}
