/** Where lines of progress go; `area` names the part of the work, such as "seats". */
export interface Progress {
  say(area: string, line: string): void;
  /** Seconds since the start. */
  seconds(): number;
}

/** One line a step: seconds since the start, the part, what it does. The same line twice is said once. */
export function startProgress(out: NodeJS.WritableStream): Progress {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  let last = "";
  return {
    seconds,
    say: (area, line) => {
      const text = `${area.padEnd(8)}  ${line}`;
      if (text === last) return;
      last = text;
      out.write(`${seconds().toFixed(1).padStart(6)} s  ${text}\n`);
    },
  };
}
