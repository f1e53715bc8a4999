/** Breaks lines at blanks so that none has more characters than asked, unless a single word has. */
export function wrapLines(text: string, most: number): string {
  return text
    .split("\n")
    .map((line) =>
      line
        .split(" ")
        .reduce<string[]>((lines, word) => {
          const last = lines.at(-1);
          if (last !== undefined && last.length + 1 + word.length <= most)
            lines[lines.length - 1] = `${last} ${word}`;
          else lines.push(word);
          return lines;
        }, [])
        .join("\n"),
    )
    .join("\n");
}
