import type { ServerResponse } from "node:http";

/** A page of ours in the place of the app's: a heading and what to do, as text. */
export function answerPlainly(response: ServerResponse, status: number, heading: string, text: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escape(heading)}</title><style>body{max-width:60ch;margin:12vh auto;padding:0 24px;font:1rem/1.5 Georgia,serif}</style><h1>${escape(heading)}</h1><p>${escape(text)}</p></html>\n`;
  response.writeHead(status, {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Length": Buffer.byteLength(page),
    "Content-Security-Policy":
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    // A body may not have been read, so the connection cannot be used again.
    Connection: "close",
  });
  response.end(page);
}

const escape = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
