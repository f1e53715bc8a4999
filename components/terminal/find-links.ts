import type { ILink, Terminal } from "@xterm/xterm";

const address = /https?:\/\/[^\s"'<>`\\^{}|]+/g;
/** A sentence's own marks at the end of an address are not part of it. */
const trailing = /[.,;:!?)\]]+$/;

/** Addresses in one line of text: where they begin, and what they are. Only of the web. */
export function findAddresses(text: string): readonly { readonly at: number; readonly url: string }[] {
  return [...text.matchAll(address)].map((match) => ({
    at: match.index,
    url: match[0].replace(trailing, ""),
  }));
}

/** Addresses in the line that row `y` (from 1) of the buffer belongs to, wrapped rows joined. */
export function findLinks(terminal: Terminal, y: number, open: (url: string) => void): ILink[] {
  const buffer = terminal.buffer.active;
  let first = y - 1;
  while (first > 0 && buffer.getLine(first)?.isWrapped === true) first -= 1;
  let text = "";
  for (let row = first; row === first || buffer.getLine(row)?.isWrapped === true; row += 1) {
    text += buffer.getLine(row)?.translateToString(false) ?? "";
  }
  const place = (offset: number) => ({
    x: (offset % terminal.cols) + 1,
    y: first + Math.floor(offset / terminal.cols) + 1,
  });
  return findAddresses(text).map(({ at, url }) => ({
    text: url,
    range: { start: place(at), end: place(at + url.length - 1) },
    activate: () => open(url),
  }));
}
