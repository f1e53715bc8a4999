import { mkdir, readdir, writeFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { CreatedSite } from "../../server/create-site.ts";
import { readSecurityLog } from "../../server/db/security/read-security-log.ts";
import { signSession } from "../../server/session/session-cookie.ts";
import { provideSite } from "../../server/site.ts";
import type { TestDatabase } from "../../testing/test-database.ts";
import { startTestDatabase } from "../../testing/test-database.ts";
import { startTestSite } from "../../testing/test-site.ts";

type Handler = (request: Request, context: { params: Promise<object> }) => Promise<Response>;
interface Route {
  /** Folder below app/api, as Next names it. */
  readonly path: string;
  readonly handlers: Readonly<Record<string, Handler>>;
}

const origin = "http://localhost:3000";
const writes = ["POST", "PUT", "DELETE", "PATCH"];
const api = fileURLToPath(new URL(".", import.meta.url));
const lab = { course: "demo", lesson: "first", lab: "one" };
let database: TestDatabase;
let created: CreatedSite;
let routes: Route[] = [];
let student = "";
let count = 0;

beforeAll(async () => {
  database = await startTestDatabase();
  created = await startTestSite({
    db: database.db,
    dataDir: database.dataDir,
    engines: { buildImage: () => new Promise(() => undefined) },
    config: { FILE_BYTES: 10_000 },
  });
  provideSite(created.site);
  const files = (await readdir(api, { recursive: true })).filter((file) => basename(file) === "route.ts");
  routes = await Promise.all(
    files.map(async (file) => ({
      path: relative(api, join(api, file, "..")),
      handlers: (await import(join(api, file))) as Record<string, Handler>,
    })),
  );
});
afterAll(async () => {
  await created.stop();
  provideSite(undefined);
  await database.close();
});
beforeEach(() => {
  student = `student-${++count}`;
});

interface Call {
  readonly method?: string;
  readonly params?: object;
  readonly body?: BodyInit;
  readonly headers?: Record<string, string>;
  readonly query?: string;
  readonly who?: string;
}

async function call(path: string, options: Call = {}): Promise<Response> {
  const method = options.method ?? "GET";
  const handler = routes.find((route) => route.path === path)?.handlers[method];
  if (handler === undefined) throw new Error(`no ${method} ${path}`);
  const session = signSession(Buffer.alloc(32, 7), options.who ?? student, Date.now() + 60_000);
  const headers = {
    host: "localhost:3000",
    cookie: `drydock_session=${session}`,
    ...(method === "GET" ? {} : { origin, "content-type": "application/json" }),
    ...options.headers,
  };
  const request = new Request(`${origin}/api/x${options.query ?? ""}`, {
    method,
    headers,
    ...(options.body === undefined ? {} : { body: options.body, duplex: "half" }),
  });
  return handler(request, { params: Promise.resolve(options.params ?? { ...lab, id: "x" }) });
}

const send = (path: string, body: unknown, more: Call = {}) =>
  call(path, { method: "POST", body: JSON.stringify(body), ...more });
const labRoute = (name: string) => join("labs", "[course]", "[lesson]", "[lab]", name);
const code = async (response: Response) =>
  ((await response.json()) as { error: { code: string } }).error.code;

it("there are the routes that this file thinks there are", () => {
  expect(routes.map((route) => route.path).sort()).toEqual(
    [
      "authoring",
      "health",
      "language",
      join("courses", "[course]", "search"),
      ...["files", "form", "request", "reset", "runs", "solution", "steps"].map(labRoute),
      join("lessons", "[course]", "[lesson]", "pictures", "[...path]"),
      join("lessons", "[course]", "[lesson]", "quiz"),
      "runs",
      join("runs", "[id]"),
      ...["cancel", "events", "log"].map((name) => join("runs", "[id]", name)),
      "seat",
      "session",
      join("seat", "containers"),
      join("seat", "containers", "[id]", "stop"),
      join("seat", "logs"),
      "previews",
      "registry",
      "terminals",
      join("terminals", "[id]"),
    ].sort(),
  );
});

it("terminals are made in a lab, seen and closed by their owner alone, and bounded", async () => {
  const list = async (who = student) =>
    ((await (await call("terminals", { who })).json()) as { terminals: { id: string; lab: string }[] })
      .terminals;
  const made = await send("terminals", { lab: "demo/first/one" });
  expect(made.status).toBe(201);
  const { id } = (await made.json()) as { id: string };
  expect(await list()).toMatchObject([{ id, number: 1, lab: "demo/first/one" }]);
  expect(await list("somebody-else")).toEqual([]);
  const close = (who: string) => call(join("terminals", "[id]"), { method: "DELETE", params: { id }, who });
  await close("somebody-else");
  expect(await list()).toHaveLength(1);
  await close(student);
  expect(await list()).toEqual([]);

  expect(await code(await send("terminals", { lab: "demo/first/none" }))).toBe("NOT_FOUND");
  expect(await code(await send("terminals", { lab: "../../etc" }))).toBe("BAD_REQUEST");
  for (let times = 0; times < 6; times += 1) await send("terminals", { lab: "demo/first/one" });
  expect(await code(await send("terminals", { lab: "demo/first/one" }))).toBe("TOO_MANY");
});

it("what matters for safety is kept, and a solution or a seat is not had without it", async () => {
  await send("seat", { action: "discard" });
  await send("seat", { action: "sleep" });
  await send(labRoute("solution"), {});
  await call("registry", {
    method: "DELETE",
    body: JSON.stringify({ repository: "notes", digest: `sha256:${"a".repeat(64)}` }),
  });
  const kept = await readSecurityLog(database.db, { last: 10, who: student });
  expect(kept.map(({ what, whom, reason }) => [what, whom, reason])).toContainEqual([
    "seat discarded",
    student,
    "discard",
  ]);
  expect(kept.map(({ what }) => what)).toEqual(["seat discarded", "image deleted"]);
});

it("every write refuses a foreign origin, and one that does not say where it comes from", async () => {
  let tried = 0;
  for (const { path, handlers } of routes) {
    for (const method of writes.filter((name) => name in handlers)) {
      for (const headers of [
        { origin: "http://evil.example" },
        { origin: "null" },
        { origin: "http://localhost:3001" },
      ]) {
        const response = await call(path, { method, body: "{}", headers });
        expect([path, method, response.status]).toEqual([path, method, 403]);
        tried++;
      }
      const handler = handlers[method];
      const bare = new Request(`${origin}/api/x`, { method, headers: { host: "localhost:3000" } });
      expect((await handler?.(bare, { params: Promise.resolve(lab) }))?.status).toBe(403);
    }
  }
  expect(tried).toBeGreaterThan(20);
});

it("no body whatever makes a write answer 5xx", async () => {
  const values = [
    null,
    true,
    -1,
    1e300,
    "",
    "\u0000",
    "\ud800",
    "../x",
    "x".repeat(300),
    [],
    {},
    "Dockerfile",
    0,
  ];
  const names = [
    "path",
    "content",
    "baseVersion",
    "undo",
    "lab",
    "kind",
    "method",
    "body",
    "action",
    "port",
    "quiz",
    "option",
    "invitation",
  ];
  const bodies: (string | Uint8Array<ArrayBuffer>)[] = [
    "",
    "null",
    "[]",
    "{",
    "[".repeat(4000),
    '{"__proto__":{"x":1}}',
    new Uint8Array([0xff, 0xfe, 0x00]),
    "x".repeat(700_000),
    ...values.flatMap((value, index) =>
      names.map((_, from) => {
        const picked = names.map((name, at) => [name, values[(index + from * at) % values.length]] as const);
        return JSON.stringify(Object.fromEntries([...picked.slice(from % 3), [names[from], value]]));
      }),
    ),
  ];
  const quiet = vi.spyOn(console, "error").mockImplementation(() => undefined);
  for (const { path, handlers } of routes) {
    for (const method of writes.filter((name) => name in handlers)) {
      for (const body of bodies) {
        const { status } = await call(path, { method, body });
        expect([path, method, status < 500]).toEqual([path, method, true]);
      }
    }
  }
  expect(quiet).not.toHaveBeenCalled();
  quiet.mockRestore();
}, 60_000);

describe("files", () => {
  const files = labRoute("files");
  const put = (body: unknown, more: Call = {}) => send(files, body, { method: "PUT", ...more });

  it("are saved, and a conflict shows what is there", async () => {
    const save = (content: string) => put({ path: "Dockerfile", content, baseVersion: 0 });
    const saved = await save("one");
    expect([saved.status, await saved.json()]).toEqual([200, { status: "saved", version: 1 }]);
    const conflict = await save("two");
    expect(conflict.status).toBe(409);
    expect(await conflict.json()).toMatchObject({
      status: "conflict",
      current: { content: "one", version: 1 },
      error: { code: "CONFLICT" },
    });
    expect(await (await call(files)).json()).toMatchObject({ lab: { id: "demo/first/one" } });
  });

  it.each([
    [{ path: "../x", content: "", baseVersion: 0 }, 400, "BAD_REQUEST"],
    [{ path: "app.py", content: "", baseVersion: 0 }, 422, "NOT_ALLOWED_FOR_FILE"],
    [{ path: "Dockerfile", content: "a\u0000", baseVersion: 0 }, 422, "NOT_ALLOWED_FOR_FILE"],
    [{ path: "Dockerfile", content: "x".repeat(10_001), baseVersion: 0 }, 413, "TOO_LARGE"],
    [{ path: "Dockerfile", content: "x".repeat(100_000), baseVersion: 0 }, 413, "TOO_LARGE"],
    [{ path: "Dockerfile", content: "", baseVersion: 0, more: 1 }, 400, "BAD_REQUEST"],
    [{ path: "Dockerfile" }, 400, "BAD_REQUEST"],
  ])("%# are refused", async (body, status, expected) => {
    const response = await put(body);
    expect([response.status, await code(response)]).toEqual([status, expected]);
  });

  it("that are no JSON, no UTF-8, or called something else are refused", async () => {
    const invalid = new Uint8Array([...Buffer.from('{"path":"'), 0xff, ...Buffer.from('"}')]);
    expect((await call(files, { method: "PUT", body: invalid })).status).toBe(400);
    const headers = { "content-type": "text/plain" };
    expect((await put({ path: "Dockerfile", content: "", baseVersion: 0 }, { headers })).status).toBe(400);
  });

  it("of a lab that is not there are not found", async () => {
    for (const params of [
      { ...lab, lab: ".." },
      { ...lab, course: "%2e%2e" },
      { ...lab, lesson: "a/b" },
    ]) {
      expect((await call(files, { params })).status).toBe(404);
    }
  });
});

describe("runs", () => {
  const start = async () => {
    const response = await send("runs", { lab: "demo/first/one", kind: "build" });
    expect(response.status).toBe(201);
    return ((await response.json()) as { run: { id: string } }).run.id;
  };
  const run = (name: string, id: string, more: Call = {}) =>
    call(join("runs", "[id]", name), { params: { id }, ...more });

  it("are started once, streamed, canceled and downloaded by their student", async () => {
    const id = await start();
    const busy = await send("runs", { lab: "demo/first/one", kind: "build" });
    expect(busy.status).toBe(409);
    expect(await busy.json()).toMatchObject({ run: { id }, error: { code: "CONFLICT" } });
    const stream = await run("events", id);
    expect(stream.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    const canceled = await run("cancel", id, { method: "POST" });
    expect(await canceled.json()).toMatchObject({ outcome: "canceled" });
    const text = await stream.text();
    const last = Number(/id: (\d+)\n[^\n]*"type":"final"/.exec(text)?.[1]);
    expect(last).toBeGreaterThan(0);
    const replay = await run("events", id, { headers: { "last-event-id": String(last - 1) } });
    expect((await replay.text()).match(/^id: /gm)).toHaveLength(1);
    expect((await run("events", id, { query: `?after=${last}` })).status).toBe(204);
    const log = await run("log", id);
    expect(log.headers.get("content-disposition")).toBe(`attachment; filename="run-${id}.log"`);
    expect(await log.text()).toContain("== canceled: You canceled the build.");
  });

  it("of somebody else are not there", async () => {
    const id = await start();
    const who = "mallory";
    for (const name of ["", "events", "log"]) expect((await run(name, id, { who })).status).toBe(404);
    expect((await run("cancel", id, { who, method: "POST" })).status).toBe(404);
    expect(await (await run("", id)).json()).toMatchObject({ id, outcome: null });
  });

  it.each(["-1", "x", "1e3", "99999999999", "2147483648", "1 or 1=1"])(
    "after=%s is refused",
    async (after) => {
      const response = await run("events", "x", { query: `?after=${encodeURIComponent(after)}` });
      expect(response.status).toBe(400);
    },
  );

  it("of a kind or lab that is not there are refused", async () => {
    expect((await send("runs", { lab: "demo/first/one", kind: "destroy" })).status).toBe(400);
    expect((await send("runs", { lab: "demo/first/nope", kind: "build" })).status).toBe(404);
  });
});

describe("the form", () => {
  const submit = (fields: Record<string, string>, params: object = lab) =>
    call(labRoute("form"), {
      method: "POST",
      params,
      body: new URLSearchParams(fields).toString(),
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
  const target = async (fields: Record<string, string>) => {
    const response = await submit(fields);
    expect(response.status).toBe(303);
    return response.headers.get("location");
  };

  it("leads back to the lesson and says what happened", async () => {
    const file = { path: "Dockerfile", content: "FROM b\r\n", baseVersion: "0" };
    expect(await target({ intent: "save", ...file })).toBe(
      "/demo/first?lab=one&notice=saved&file=Dockerfile#workspace",
    );
    expect(await target({ intent: "save", ...file, content: "other" })).toContain("notice=conflict");
    expect(await target({ intent: "destroy" })).toContain("notice=bad-request");
    expect(await target({ intent: "save", ...file, path: "app.py", content: "x" })).toContain("notice=saved");
    expect(await target({ intent: "save", ...file, path: "x.txt" })).toContain("notice=not-allowed");
    expect(await target({ intent: "undo" })).toContain("notice=nothing-to-undo");
    expect(await target({ intent: "cancel" })).toContain("notice=nothing-to-cancel");
  });

  it("never leads to another site", async () => {
    for (const course of ["/evil.example", "evil.example", "..", "a\r\nb"]) {
      const response = await submit({ intent: "build" }, { ...lab, course });
      expect([course, response.status]).toEqual([course, 404]);
    }
  });
});

describe("what runs in a seat", () => {
  const id = "a".repeat(64);
  const stop = join("seat", "containers", "[id]", "stop");

  it("is listed, and stopped by an id that is one", async () => {
    const nothing = { containers: [], more: false, networks: [], volumes: [], unnamedVolumes: 0 };
    const running = { seat: "awake", ...nothing } as const;
    const list = vi.spyOn(created.site.containers, "listContainers").mockResolvedValue(running);
    const stopContainer = vi.spyOn(created.site.containers, "stopContainer").mockResolvedValue();
    expect(await (await call(join("seat", "containers"))).json()).toEqual(running);
    expect(list).toHaveBeenCalledWith(student);
    expect((await call(stop, { method: "POST", params: { id } })).status).toBe(200);
    for (const wrong of ["x", "../../etc", `${id}/../json`, id.toUpperCase()])
      expect((await call(stop, { method: "POST", params: { id: wrong } })).status).toBe(404);
    expect(stopContainer).toHaveBeenCalledTimes(1);
    vi.restoreAllMocks();
  });

  it("has its logs followed, of a project or a container that can be one", async () => {
    const stream = () => Promise.resolve(new ReadableStream<Uint8Array>({ start: (it) => it.close() }));
    const follow = vi.spyOn(created.site.containers, "followLogs").mockImplementation(stream);
    const logs = join("seat", "logs");
    const ask = (query: string) => call(logs, { query });
    const response = await ask("?project=my-shop");
    expect([response.status, response.headers.get("content-type")]).toEqual([
      200,
      "text/event-stream; charset=utf-8",
    ]);
    expect((await ask(`?container=${id}`)).status).toBe(200);
    expect(follow.mock.calls.map(([who, of]) => [who, of])).toEqual([
      [student, { kind: "project", project: "my-shop" }],
      [student, { kind: "container", id }],
    ]);
    for (const wrong of ["", "?project=..%2Fx", "?container=x", `?project=a&container=${id}`])
      expect((await ask(wrong)).status).toBe(400);
    expect(follow).toHaveBeenCalledTimes(2);
    vi.restoreAllMocks();
  });

  it("pushes to a registry, whose list is the student's own and whose deletion names an image", async () => {
    const pushed = { prefix: "registry:5000/ada", listing: null };
    const list = vi.spyOn(created.site.registry, "listPushed").mockResolvedValue(pushed);
    const remove = vi.spyOn(created.site.registry, "deletePushed").mockResolvedValue();
    expect(await (await call("registry")).json()).toEqual(pushed);
    expect(list).toHaveBeenCalledWith(student);
    const image = { repository: "ada/app", digest: `sha256:${id}` };
    expect((await send("registry", image, { method: "DELETE" })).status).toBe(200);
    expect(remove).toHaveBeenCalledWith(student, image);
    for (const wrong of [
      { ...image, repository: "../ada/app" },
      { ...image, repository: "ada/app?x=1#" },
      { ...image, digest: "latest" },
      {},
    ])
      expect((await send("registry", wrong, { method: "DELETE" })).status).toBe(400);
    const elsewhere = { origin: "http://evil.example" };
    expect((await send("registry", image, { method: "DELETE", headers: elsewhere })).status).toBe(403);
    expect(remove).toHaveBeenCalledTimes(1);
    vi.restoreAllMocks();
  });

  it("is previewed where the browser is, for a port that is one", async () => {
    const response = await send("previews", { port: 8000 });
    expect(response.status).toBe(201);
    expect(((await response.json()) as { url: string }).url).toMatch(
      /^http:\/\/8000-[0-9a-f]{32}\.localhost:3000\/\.drydock\/open\?ticket=/,
    );
    for (const port of [0, 65_536, 8000.5, "8000", null])
      expect((await send("previews", { port })).status).toBe(400);
    const elsewhere = { host: "192.0.2.7:3000", origin: "http://192.0.2.7:3000" };
    const refused = await send("previews", { port: 8000 }, { headers: elsewhere });
    expect([refused.status, await code(refused)]).toEqual([409, "CONFLICT"]);
  });
});

it("the search answers with sections of one course, in any bounds of the question", async () => {
  const search = (query: string, params: object = { course: "demo" }) =>
    call(join("courses", "[course]", "search"), { query, params });
  const found = (await (await search("?q=thi")).json()) as { hits: { section: unknown }[] };
  expect(found.hits.map(({ section }) => section)).toContainEqual(
    expect.objectContaining({ anchor: "one-thing" }),
  );
  for (const query of ["", "?q=", `?q=${"x".repeat(5000)}`, "?q=thi&language=../x"])
    expect((await search(query)).status).toBe(200);
  for (const course of ["nope", "../demo"]) expect((await search("?q=x", { course })).status).toBe(404);
});

it("the language is kept in a cookie, and its form leads nowhere but back", async () => {
  const choose = (body: string, headers: Record<string, string> = {}) =>
    call("language", {
      method: "POST",
      body,
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    });
  const chosen = await choose("language=de", { referer: `${origin}/demo/first?file=a` });
  expect([chosen.status, chosen.headers.get("location")]).toEqual([303, "/demo/first?file=a"]);
  expect(chosen.headers.get("set-cookie")).toMatch(/^drydock-language=de; Path=\/;/);
  const elsewhere = await choose("language=en", { referer: `${origin}//evil.example/x` });
  expect(elsewhere.headers.get("location")).toBe("/evil.example/x");
  for (const body of ["language=xx", "", "language=de%0d%0aX: y"])
    expect((await choose(body)).status).toBe(400);
});

it("a refusal is in the reader's language", async () => {
  const session = `drydock_session=${signSession(Buffer.alloc(32, 7), student, Date.now() + 60_000)}`;
  const refusal = async (headers: Record<string, string>) => {
    const nowhere = { query: "?q=x", params: { course: "nope" }, headers };
    const answer: unknown = await (await call(join("courses", "[course]", "search"), nowhere)).json();
    return (answer as { error: { message: string } }).error.message;
  };
  expect(await refusal({})).toBe("This course does not exist.");
  expect(await refusal({ "accept-language": "de" })).toBe("Diesen Kurs gibt es nicht.");
  const chosen = { "accept-language": "en", cookie: `${session}; drydock-language=de` };
  expect(await refusal(chosen)).toBe("Diesen Kurs gibt es nicht.");
});

it("a fault is told without its insides", async () => {
  const quiet = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const getStatus = vi
    .spyOn(created.site.seats, "getSeatStatus")
    .mockRejectedValue(new Error("secret /root/path"));
  const response = await call("seat");
  expect(response.status).toBe(500);
  const text = await response.text();
  expect(text).toContain("INTERNAL");
  expect(text).not.toContain("secret");
  getStatus.mockRestore();
  quiet.mockRestore();
});

it("health tells of the database and of seats", async () => {
  expect(await (await call("health")).json()).toEqual({ status: "ok", seats: "ready" });
});

it("a picture of a lesson is sent once for each of its versions, and nothing else of the folder", async () => {
  const folder = join(database.dataDir, "content/demo/01-first");
  await mkdir(join(folder, "pictures"), { recursive: true });
  await writeFile(join(folder, "pictures/a b.svg"), "<svg/>");
  const pictures = (path: readonly string[], headers = {}) =>
    call(join("lessons", "[course]", "[lesson]", "pictures", "[...path]"), {
      params: { course: "demo", lesson: "first", path },
      headers,
    });
  const first = await pictures(["pictures", "a b.svg"]);
  expect([first.status, first.headers.get("content-type"), await first.text()]).toEqual([
    200,
    "image/svg+xml",
    "<svg/>",
  ]);
  const seen = { "if-none-match": first.headers.get("etag") ?? "" };
  expect((await pictures(["pictures", "a b.svg"], seen)).status).toBe(304);
  await writeFile(join(folder, "pictures/a b.svg"), "<svg></svg>");
  expect((await pictures(["pictures", "a b.svg"], seen)).status).toBe(200);
  for (const path of [
    ["none.png"],
    ["lesson.mdx"],
    ["labs", "one", "starter", "app.py"],
    ["..", "course.yaml"],
  ])
    expect([path, (await pictures(path)).status]).toEqual([path, 404]);
});
