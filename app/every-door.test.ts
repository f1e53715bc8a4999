import { readdir, readFile } from "node:fs/promises";
import { connect } from "node:net";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { CreatedSite } from "../server/create-site.ts";
import { serve, type Serving } from "../server/http/serve.ts";
import { provideSite } from "../server/site.ts";
import { startTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { startTestSite } from "../testing/test-site.ts";

/*
 * Every address and every operation of the site, asked by nobody. What is new is in none of the lists below, and fails
 * until somebody has decided who may have it.
 */

const app = fileURLToPath(new URL(".", import.meta.url));
const methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"] as const;

/** What is for everybody. A route that joins them also stands in server/session/open-to-all.ts. */
const forAll = new Set(["GET /api/health", "POST /api/language", "POST /api/session", "GET /enter"]);

/** Every operation of the site, by its domain: whose it is. */
const operations = {
  /** Takes the student that the session names. */
  student: [
    ...[
      "courses.answerQuiz",
      "courses.getCourseOutline",
      "courses.listLessonLabs",
      "courses.readQuizAnswers",
    ],
    ...[
      "workspaces.deleteFile",
      "workspaces.markStep",
      "workspaces.openSolution",
      "workspaces.openWorkspace",
    ],
    ...["workspaces.resetWorkspace", "workspaces.saveFile", "workspaces.submitForm"],
    ...["runs.cancelRun", "runs.getLatestRuns", "runs.getRun", "runs.openRunStream", "runs.readRunEvents"],
    ...["runs.readRunLog", "runs.requestApp", "runs.startRun", "runs.streamRunLog"],
    ...["seats.changeSeat", "seats.getSeatStatus"],
    ...["terminals.closeTerminal", "terminals.createTerminal", "terminals.listTerminals"],
    ...["containers.followLogs", "containers.listContainers", "containers.stopContainer"],
    ...["registry.deletePushed", "registry.listPushed", "previews.openPreview", "entrance.signOut"],
  ],
  /** The same for every student, reached through pages and routes that nobody is turned away from. */
  course: [
    ...["courses.followContent", "courses.getLesson", "courses.getLessonProblems", "courses.getPicture"],
    ...["courses.listCourses", "courses.searchCourse"],
  ],
  everybody: [
    ...["checkHealth", "config", "entrance.checkOrigin", "entrance.notSignedIn", "entrance.readSession"],
    ...["entrance.signIn", "entrance.takeSession"],
  ],
};

type Handler = (request: Request, context: { params: Promise<object> }) => Promise<Response>;
interface Door {
  readonly path: string;
  readonly file: string;
}

let database: TestDatabase;
let created: CreatedSite;
let serving: Serving;
let pages: Door[] = [];
let routes: Door[] = [];
/** What reached the site behind the listener. */
let came: string[] = [];

beforeAll(async () => {
  database = await startTestDatabase();
  created = await startTestSite({
    db: database.db,
    dataDir: database.dataDir,
    config: { SIGN_IN: "invitation" },
  });
  provideSite(created.site);
  serving = await serve({
    host: "127.0.0.1",
    port: 0,
    allowedHosts: [],
    maxBodyBytes: 1000,
    development: false,
    gate: created.gate,
    handle: (request, response) => {
      came.push(`${request.method ?? ""} ${request.url ?? ""}`);
      response.end();
      return Promise.resolve();
    },
    upgrade: (request) => {
      came.push(`upgrade ${request.url ?? ""}`);
      return Promise.resolve(false);
    },
    previews: created.previewDoor,
  });
  const files = (await readdir(app, { recursive: true })).sort();
  const doors = (name: string): Door[] =>
    files
      .filter((file) => basename(file) === name)
      .map((file) => ({ file: join(app, file), path: addressOf(dirname(file)) }));
  pages = doors("page.tsx");
  routes = doors("route.ts");
});
afterAll(async () => {
  await serving.close(100);
  await created.stop();
  provideSite(undefined);
  await database.close();
});
beforeEach(() => {
  came = [];
});

/** "/[course]/[lesson]" with something in the place of each name. */
const addressOf = (folder: string): string =>
  folder === "." ? "/" : `/${folder.replaceAll(/\[[^\]]+\]/g, "demo")}`;

/** Status and head of the answer to nobody. */
async function ask(method: string, path: string, more = ""): Promise<string> {
  const socket = connect(serving.port, "127.0.0.1");
  socket.write(
    `${method} ${path} HTTP/1.1\r\nHost: localhost:${serving.port}\r\nOrigin: http://localhost:${serving.port}\r\n${more === "" ? "Connection: close\r\n" : more}\r\n`,
  );
  let answer = "";
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}

it("there are pages and routes", () => {
  expect(pages.map(({ path }) => path)).toContain("/demo/demo");
  expect(routes.map(({ path }) => path)).toContain("/api/labs/demo/demo/demo/solution");
  expect(pages.length).toBeGreaterThan(4);
  expect(routes.length).toBeGreaterThan(20);
});

it("nobody gets from the listener to a page: it leads to the one that says how to come in", async () => {
  for (const { path } of pages) {
    for (const method of methods) {
      for (const query of ["", "?_rsc=1"]) {
        const answer = await ask(method, path + query);
        const asked = `${method === "HEAD" ? "GET" : method} ${path}`;
        if (forAll.has(asked)) expect(came.splice(0)).toEqual([`${method} ${path}${query}`]);
        else if (method === "GET" || method === "HEAD")
          expect([asked, answer]).toEqual([
            asked,
            expect.stringMatching(/^HTTP\/1\.1 303[\s\S]*Location: \/enter\?/),
          ]);
        else expect([asked, answer]).toEqual([asked, expect.stringMatching(/^HTTP\/1\.1 405/)]);
      }
    }
  }
  expect(came).toEqual([]);
});

it("nobody gets from the listener to a route: it answers 401 in words", async () => {
  let refused = 0;
  for (const { path } of routes) {
    for (const method of methods) {
      const answer = await ask(method, path);
      const asked = `${method === "HEAD" ? "GET" : method} ${path}`;
      if (forAll.has(asked)) {
        expect(came.splice(0)).toEqual([`${method} ${path}`]);
        continue;
      }
      expect([asked, answer]).toEqual([asked, expect.stringMatching(/^HTTP\/1\.1 40[15]/)]);
      if (!answer.startsWith("HTTP/1.1 401")) continue;
      refused += 1;
      if (method !== "HEAD") expect(answer).toMatch(/"NOT_SIGNED_IN".*not signed in/);
    }
    const upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
    expect(await ask("GET", path, upgrade)).toMatch(/^HTTP\/1\.1 401/);
  }
  expect(refused).toBeGreaterThan(100);
  expect(came).toEqual([]);
});

it("behind the listener each route asks again who comes, and answers nobody 401 by itself", async () => {
  let refused = 0;
  for (const { path, file } of routes) {
    const handlers = (await import(file)) as Record<string, Handler>;
    for (const method of methods.filter((name) => name in handlers)) {
      const origin = "http://localhost:3000";
      const request = new Request(origin + path, {
        method,
        headers: {
          host: "localhost:3000",
          origin,
          "x-drydock-home": "1",
          "content-type": "application/json",
        },
        ...(method === "GET" ? {} : { body: "{}" }),
      });
      const { status } = await (handlers[method] as Handler)(request, {
        params: Promise.resolve({ course: "demo", lesson: "first", lab: "one", id: "x", path: ["a.svg"] }),
      });
      const asked = `${method} ${path}`;
      if (forAll.has(asked)) {
        expect([asked, status === 401]).toEqual([asked, false]);
        continue;
      }
      expect([asked, status]).toEqual([asked, 401]);
      refused += 1;
    }
  }
  expect(refused).toBeGreaterThan(20);
});

it("behind the listener each page asks again who comes", async () => {
  for (const { path, file } of pages) {
    const text = await readFile(file, "utf8");
    const parts = text.split(/export (?:default )?async function /).slice(1);
    expect([path, parts.length > 0]).toEqual([path, true]);
    if (forAll.has(`GET ${path}`)) continue;
    const showing = parts.filter((part) => /\b(?:get|list|read|search|render|open)[A-Z]\w*\(/.test(part));
    for (const part of showing)
      if (/\b(?:getCourseOutline|listCourses|renderLesson|searchCourse|openWorkspace)\(/.test(part))
        expect([path, part.includes("await requireStudent()")]).toEqual([path, true]);
    expect([path, text.includes("await requireStudent()")]).toEqual([path, true]);
  }
});

it("every operation is somebody's", () => {
  const found = Object.entries(created.site).flatMap(([name, domain]: [string, unknown]) =>
    name === "config" || typeof domain === "function"
      ? [name]
      : Object.keys(domain as object).map((operation) => `${name}.${operation}`),
  );
  expect(found.sort()).toEqual(Object.values(operations).flat().sort());
});
