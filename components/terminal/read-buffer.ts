import type { Terminal } from "@xterm/xterm";

/** All text in view and above it, wrapped rows joined. */
export function readBuffer(terminal: Terminal): string {
  const buffer = terminal.buffer.active;
  const lines: string[] = [];
  for (let at = 0; at < buffer.length; at += 1) {
    const line = buffer.getLine(at);
    if (line === undefined) continue;
    const text = line.translateToString(true);
    if (line.isWrapped) lines[lines.length - 1] = (lines.at(-1) ?? "") + text;
    else lines.push(text);
  }
  return lines.join("\n").trimEnd();
}
