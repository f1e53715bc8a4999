import { createServer, get, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it, vi } from "vitest";
import { whoAsks } from "../db/who-asks.ts";
import { createStudentGate } from "./student-gate.ts";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

type Work = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

async function serve(work: Work) {
  const gate = createStudentGate(({ headers }) => String(headers["x-student"] ?? "ada"));
  const server = createServer((request, response) => {
    gate(request, response, () => work(request, response)).catch(() => response.writeHead(500).end("broken"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return (path: string, student = "ada") =>
    new Promise<{ status: number; text: string; headers: IncomingMessage["headers"] }>((resolve, reject) => {
      get({ host: "127.0.0.1", port, path, agent: false, headers: { "x-student": student } }, (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (piece: string) => (text += piece));
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text, headers: answer.headers }));
      }).on("error", reject);
    });
}

it("of one student two pages are made at a time; another's does not wait for them", async () => {
  const underWay = new Map<string, number>();
  let most = 0;
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const ask = await serve(async (_request, response) => {
    const { studentId } = whoAsks();
    const now = (underWay.get(studentId) ?? 0) + 1;
    underWay.set(studentId, now);
    most = Math.max(most, now);
    if (studentId === "ada") await finished;
    underWay.set(studentId, (underWay.get(studentId) ?? 1) - 1);
    response.end("page");
  });
  const all = Array.from({ length: 80 }, () => ask("/course/lesson"));
  // Two are made, 60 wait, the others are told to come back.
  const refused: Awaited<(typeof all)[number]>[] = [];
  for (const one of all) void one.then((answer) => (answer.status === 429 ? refused.push(answer) : 0));
  await vi.waitFor(() => expect(refused).toHaveLength(18), 20_000);
  expect(refused[0]?.headers["retry-after"]).toBe("5");
  expect(refused[0]?.text).toContain("Too many of your requests");
  expect((await ask("/course/lesson", "ben")).text).toBe("page");
  expect((await ask("/_next/static/a.js")).status).toBe(200);
  expect(most).toBe(2);
  finish();
  const answers = await Promise.all(all);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(62);
  expect(most).toBe(2);
});

it("what fails because the database had no time is 503 in words, everything else stays as it is", async () => {
  const ask = await serve(async (request, response) => {
    await Promise.resolve();
    const { pathname } = new URL(request.url ?? "", "http://localhost");
    whoAsks().fate.busy = pathname.includes("busy");
    response.setHeader("Content-Encoding", "identity");
    if (pathname.endsWith("fine")) response.end("fine");
    else if (pathname.endsWith("stream")) {
      response.statusCode = 500;
      response.flushHeaders();
      response.write("Something broke");
      response.end();
    } else response.writeHead(500, { "Content-Type": "text/plain" }).end("Something broke");
  });
  for (const path of ["/busy", "/busy/stream"]) {
    const page = await ask(path);
    expect([page.status, page.headers["retry-after"]]).toEqual([503, "5"]);
    expect(page.text).toContain("The site is very busy");
    expect(page.text).not.toContain("broke");
  }
  const api = await ask("/api/busy");
  expect(api.status).toBe(503);
  expect(JSON.parse(api.text)).toMatchObject({ error: { code: "BUSY" } });
  expect(await ask("/busy/fine")).toMatchObject({ status: 200, text: "fine" });
  expect(await ask("/broken")).toMatchObject({ status: 500, text: "Something broke" });
});

it("an event stream holds no place", async () => {
  let end: () => void = () => undefined;
  const open = new Promise<void>((resolve) => (end = resolve));
  const ask = await serve(async (request, response) => {
    if ((request.url ?? "").endsWith("/events")) {
      response.write(": \n\n");
      await open;
    }
    response.end("done");
  });
  const streams = Array.from({ length: 20 }, (_, index) => ask(`/api/runs/${index}/events`));
  expect((await ask("/api/health")).text).toBe("done");
  end();
  expect((await Promise.all(streams)).every(({ status }) => status === 200)).toBe(true);
});
