import type { OwnSite } from "../put-up-site.ts";
import { ask, idOf } from "./web-client.ts";
import { comes, openRawSocket, type RawSocket, type SocketAsked } from "./web-socket.ts";

export const socketPath = (site: OwnSite, id: string, from?: number) =>
  `/api/terminals/${id}/socket?lab=${encodeURIComponent(site.lab)}${from === undefined ? "" : `&from=${from}`}`;

/** The id of a new terminal; the status when there is none. */
export async function createTerminal(site: OwnSite, student: string): Promise<string | number> {
  const { status, text } = await ask(site, {
    method: "POST",
    path: "/api/terminals",
    student,
    body: JSON.stringify({ lab: site.lab }),
  });
  return status === 201 ? idOf(text) : status;
}

/** Works in a new terminal of the student's, and closes it afterwards. Throws when none can be had. */
export async function withTerminal<T>(
  site: OwnSite,
  student: string,
  work: (id: string) => Promise<T>,
): Promise<T> {
  const id = await createTerminal(site, student);
  if (typeof id === "number") throw new Error(`no terminal: ${id}`);
  try {
    return await work(id);
  } finally {
    await ask(site, { method: "DELETE", path: `/api/terminals/${id}`, student, body: "{}" });
  }
}

export const look = (site: OwnSite, student: string, id: string, more: Partial<SocketAsked> = {}) =>
  openRawSocket(site, { path: socketPath(site, id), cookie: site.cookieOf(student), ...more });

/** A page whose shell runs and answers. Throws when it does not come up. */
export async function openPage(
  site: OwnSite,
  student: string,
  id: string,
  signal: AbortSignal,
  more: Partial<SocketAsked> = {},
): Promise<RawSocket> {
  const page = await look(site, student, id, more);
  if (page.status !== 101) throw new Error(`the page's socket got ${page.status}`);
  const mark = `up${Date.now()}`;
  page.type(`echo ${mark.slice(0, 2)}''${mark.slice(2)}\n`);
  const runs = await comes(() => page.outputTail().includes(mark), signal, 40_000);
  if (!runs) throw new Error(`the shell does not answer: ${page.outputTail().slice(-200)}`);
  return page;
}
