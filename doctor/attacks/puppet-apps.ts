import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { duplexPair } from "../../server/docker/duplex-pair.ts";
import type { Ground } from "../ground.ts";
import { puppetSeat } from "../lent-seats.ts";
import type { OwnSite } from "../put-up-site.ts";
import { ask, siteOf } from "./web-client.ts";

/** What a student has put behind the ports of a seat, as programs of the doctor's own. */
export interface PuppetApps {
  readonly site: OwnSite;
  readonly student: string;
  /** Serves bare connections at this port from now on. */
  serve(port: number, connection: (stream: Duplex) => void): void;
  serveHttp(port: number, answer: (request: IncomingMessage, response: ServerResponse) => void): void;
  /** A browser that has been let into the preview of a port: host name and cookie. */
  enter(port: number): Promise<Entered>;
}

export interface Entered {
  readonly host: string;
  readonly cookie: string;
}

let count = 0;

/** A student of their own whose seat is a puppet. `engine` answers in Docker's place. */
export async function openApps(
  ground: Ground,
  engine: (request: IncomingMessage, response: ServerResponse) => void = (_request, response) =>
    response.end("[]"),
): Promise<PuppetApps> {
  const site = await siteOf(ground);
  const student = `puppeteer-${(count += 1)}`;
  const apps = new Map<number, (stream: Duplex) => void>();
  const docker = createServer(engine);
  const seat = puppetSeat(`puppet-${count}`, (command) => {
    const [ours, theirs] = duplexPair();
    theirs.on("error", () => undefined);
    const port = Number(/TCP4:127\.0\.0\.1:(\d+)/.exec(command.join(" "))?.[1] ?? 0);
    const app = apps.get(port);
    if (command.includes("dial-stdio")) docker.emit("connection", theirs);
    else if (app === undefined) theirs.destroy();
    else app(theirs);
    return ours;
  });
  site.lend(student, seat);
  return {
    site,
    student,
    serve: (port, connection) => void apps.set(port, connection),
    serveHttp: (port, answer) => {
      const server = createServer(answer);
      apps.set(port, (stream) => void server.emit("connection", stream));
    },
    enter: (port) => enterPreview(site, student, port),
  };
}

/** The link that the site gives to a student for a port: host name and ticket. Throws when there is none. */
export async function linkOf(site: OwnSite, student: string, target: object): Promise<URL> {
  const answer = await ask(site, {
    method: "POST",
    path: "/api/previews",
    student,
    body: JSON.stringify(target),
  });
  const url = /"url":"([^"]+)"/.exec(answer.text)?.[1];
  if (url === undefined) throw new Error(`no preview: ${answer.text.slice(-200)}`);
  return new URL(url);
}

export async function enterPreview(
  site: OwnSite,
  student: string,
  port: number,
  of: "seat" | "app" = "seat",
): Promise<Entered> {
  const url = await linkOf(site, student, { of, port });
  const { status, text } = await ask(site, { path: url.pathname + url.search, host: url.host });
  const cookie = /^set-cookie: ([^;\r]+)/im.exec(text)?.[1];
  if (cookie === undefined) throw new Error(`not let in: ${status}`);
  return { host: url.host, cookie };
}

/** An app that keeps every byte that comes to it, and answers each connection with these. */
export function recorder(apps: PuppetApps, port: number, answer: string): { readonly heard: () => string } {
  let heard = "";
  apps.serve(port, (stream) => {
    stream.on("data", (chunk: Buffer) => (heard = (heard + chunk.toString("latin1")).slice(-200_000)));
    stream.once("data", () => stream.write(answer, "latin1"));
  });
  return { heard: () => heard };
}
