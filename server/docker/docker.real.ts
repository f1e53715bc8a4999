import type { Duplex } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Seat, SeatHost } from "../../core/seat/port.ts";
import { type Build, collectEvents, realConfig } from "../../testing/real-seat.ts";
import { connectSeatHost } from "../seats/connect-seat-host.ts";
import { buildImage } from "./build-image.ts";
import { requestApp } from "./request-app.ts";
import { runContainer } from "./run-container.ts";

const STUDENT = "docker-tests";
const TAG = "drydock-test:latest";
const { config, remove } = await realConfig();
let host: SeatHost<Duplex>;
let seat: Seat<Duplex>;

beforeAll(async () => {
  host = await connectSeatHost(config);
  seat = await host.openSeat(STUDENT);
});

afterAll(async () => {
  await host.discardSeat(STUDENT);
  await host.tend();
  await host.close();
  await remove();
});

const build: Build = async (where, dockerfile, files = {}, more = {}) => {
  const collected = collectEvents();
  const outcome = await buildImage(where, {
    files: [
      { path: "Dockerfile", content: dockerfile },
      ...Object.entries(files).map(([path, content]) => ({ path, content })),
    ],
    tag: TAG,
    limits: { logBytes: more.logBytes ?? 32 * 1024 * 1024, seconds: more.seconds ?? 300 },
    signal: more.signal ?? new AbortController().signal,
    emit: collected.emit,
  });
  return { ...collected, outcome };
};

const FROM = "FROM debian:bookworm-slim";
const LAYERS = `# syntax=docker/dockerfile:1
${FROM} AS builder
RUN echo hello; head -c 4000000 /dev/urandom > /big; ln /big /link
${FROM}
WORKDIR /app
COPY --from=builder /big /big
RUN chown 1000 /big; mkdir -p /root/.cache/pip; head -c 2000000 /dev/urandom > /root/.cache/pip/x
RUN ln /root/.cache/pip/x /again; rm /etc/issue; rm -rf /usr/share/doc
COPY a b ./
USER 1000
`;

describe("a build", () => {
  it("counts bytes as the engine does, names waste and lines, and comes from the cache the second time", async () => {
    const { outcome, events, log } = await build(seat, LAYERS, { a: "1", b: "22", ".dockerignore": "c" });
    if (outcome.status !== "built") throw new Error(JSON.stringify(outcome));
    const { report } = outcome;
    const engine = await seat.exec(["docker", "image", "inspect", "-f", "{{.Size}}", TAG]);
    expect(report.bytes).toBe(Number(engine.stdout.trim()));
    const built = events.find((event) => event.type === "built");
    expect(built?.type === "built" ? built.image.bytes : null).toBe(report.bytes);
    expect(report.layers.filter((layer) => layer.origin === "own").map((layer) => layer.line)).toEqual([
      5, 6, 7, 8, 9,
    ]);
    expect(report.waste.map((waste) => [waste.cause, waste.line, waste.bytes])).toEqual([
      ["duplicate", 7, 4_000_000],
      ["pip-cache", 7, 2_000_000],
      // A link to a file of a lower layer copies the file into its own.
      ["pip-cache", 8, 2_000_000],
    ]);
    expect(log()).toContain("[builder 2/2] RUN echo hello");
    expect(log()).toMatch(/#\d+ \d\.\d{3} hello\n/);
    expect(report.lines.find((line) => line.line === 6)?.bytes).toBe(4_000_000);

    const again = await build(seat, LAYERS, { a: "1", b: "22", ".dockerignore": "c" });
    if (again.outcome.status !== "built") throw new Error(JSON.stringify(again.outcome));
    expect(
      again.outcome.report.lines.every((line) => line.cached || line.line === 2 || line.line === 4),
    ).toBe(true);
    expect(again.log()).toContain("CACHED");
  });

  it.each<[string, string, string, number | null]>([
    ["a failing step", `${FROM}\nRUN true\nRUN echo why; exit 3\n`, "exit code 3", 3],
    [
      "the second of two equal steps",
      `${FROM}\nRUN test ! -e /x && touch /x\nRUN test ! -e /x && touch /x\n`,
      "exit code 1",
      3,
    ],
    ["a program that is not there", `${FROM}\nRUN nosuchprogram\n`, "127", 2],
    ["an unknown image", "FROM nosuch:1\n", "nosuch:1", 1],
    ["a file that is not there", `${FROM}\nCOPY nothing /x\n`, "nothing", 2],
    ["an unknown stage", `${FROM}\nCOPY --from=bilder /x /x\n`, "bilder", 2],
    ["an unknown instruction", `${FROM}\nRUNN x\n`, "did you mean RUN", 2],
    ["an empty Dockerfile", "", "no FROM", 1],
    ["a foreign frontend", `# syntax=evil/front:1\n${FROM}\n`, "evil/front:1", 1],
    ["a failing heredoc", `${FROM}\nRUN <<EOF\ntrue\nfalse\nEOF\n`, "exit code 1", 2],
  ])("explains %s", async (_name, dockerfile, words, line) => {
    const { outcome } = await build(seat, dockerfile);
    expect(outcome).toMatchObject({ status: "failed", line });
    expect(outcome.status === "failed" ? outcome.message : "").toContain(words);
  });

  it("leaves out what .dockerignore names", async () => {
    const { outcome } = await build(seat, `${FROM}\nCOPY . /x\nRUN test -e /x/a && test ! -e /x/secret\n`, {
      a: "1",
      secret: "2",
      ".dockerignore": "secret\n",
    });
    expect(outcome.status).toBe("built");
  });

  it("names the memory that a step wanted", async () => {
    const { outcome } = await build(seat, `${FROM}\nRUN head -c 6G /dev/zero | tail\n`);
    expect(outcome).toMatchObject({ status: "limit", line: 2 });
    expect(outcome.status === "limit" ? outcome.message : "").toMatch(/step 2 \(line 2\).*GiB of memory/);
  });

  it("stops at the wall time and at the log's end, with the line", async () => {
    expect((await build(seat, `${FROM}\nRUN sleep 60\n`, {}, { seconds: 3 })).outcome).toMatchObject({
      status: "limit",
      line: 2,
    });
    const { outcome, log } = await build(seat, `${FROM}\nRUN yes\n`, {}, { logBytes: 1_000_000 });
    expect(outcome).toMatchObject({ status: "limit", line: 2 });
    expect(log().length).toBeLessThanOrEqual(1_000_000);
  });

  it("cancels long before the build would end, and the engine stops too", async () => {
    const controller = new AbortController();
    const running = build(seat, `${FROM}\nRUN sleep 987\n`, {}, { signal: controller.signal });
    const sleeps = async () => (await seat.exec(["pgrep", "-fx", "sleep 987"])).stdout !== "";
    await expect.poll(sleeps).toBe(true);
    const begun = performance.now();
    controller.abort();
    expect((await running).outcome).toEqual({ status: "canceled" });
    expect(performance.now() - begun).toBeLessThan(30_000);
    await expect.poll(sleeps).toBe(false);
  });
});

/** A small web server out of what python:3.11-slim has. */
const APP = `FROM python:3.11-slim
RUN printf '%s\\n' 'import http.server, sys, os' \\
  'class H(http.server.BaseHTTPRequestHandler):' \\
  '    def do_GET(self):' \\
  '        self.send_response(200); self.end_headers(); self.wfile.write(b"<b>hello</b> " + self.path.encode())' \\
  '    def do_POST(self):' \\
  '        n = int(self.headers["content-length"]); self.send_response(201); self.end_headers(); self.wfile.write(self.rfile.read(n))' \\
  'print("app is up", flush=True)' \\
  'http.server.ThreadingHTTPServer((os.environ.get("BIND", "0.0.0.0"), 8000), H).serve_forever()' > /app.py
EXPOSE 8000
HEALTHCHECK --interval=1s --timeout=2s --retries=2 CMD python3 -c "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/'); print('fine')"
CMD ["python3", "/app.py"]
`;

describe("a container", () => {
  const start = (signal: AbortSignal) => {
    const collected = collectEvents();
    const request = { image: TAG, port: 8000, signal, emit: collected.emit, logBytes: 1_000_000 };
    return { ...collected, outcome: runContainer(seat, request) };
  };
  const until = (isThere: () => boolean) => expect.poll(isThere).toBe(true);

  it("runs, beats, answers, and is stopped", async () => {
    expect((await build(seat, APP)).outcome.status).toBe("built");
    const controller = new AbortController();
    const { events, outcome, log } = start(controller.signal);
    const beats = () => events.flatMap((event) => (event.type === "health" ? [event.beat] : []));
    // One probe that came to nothing on a busy machine leaves the container healthy.
    const passed = () => beats().filter((beat) => beat.status === "healthy" && beat.exitCode === 0);
    await until(() => passed().length >= 2 && log().includes("app is up"));
    expect(new Set(beats().map((beat) => beat.at)).size).toBe(beats().length);
    expect(passed().at(-1)).toMatchObject({ output: "fine\n" });
    expect(await requestApp(seat, { method: "GET", path: "/x?y=1", body: "", port: 8000 })).toMatchObject({
      status: 200,
      body: "<b>hello</b> /x?y=1",
      truncated: false,
    });
    const posted = await requestApp(seat, { method: "POST", path: "/", body: '{"a":1}', port: 8000 });
    expect(posted).toMatchObject({ status: 201, body: '{"a":1}' });
    await expect(requestApp(seat, { method: "GET", path: "/", body: "", port: 8001 })).rejects.toMatchObject({
      code: "CONFLICT",
      userMessage: expect.stringContaining("Nothing in the container listens to port 8001") as string,
    });
    await until(() => events.some((event) => event.type === "stats" && event.memoryBytes > 0));
    const begun = performance.now();
    controller.abort();
    expect(await outcome).toEqual({ status: "stopped" });
    expect(performance.now() - begun).toBeLessThan(30_000);
    expect((await seat.exec(["docker", "ps", "-aq"])).stdout).toBe("");
  });

  it("says that an app on 127.0.0.1 cannot be reached", async () => {
    expect((await build(seat, `${APP}ENV BIND=127.0.0.1\n`)).outcome.status).toBe("built");
    const controller = new AbortController();
    const { outcome, log } = start(controller.signal);
    await until(() => log().includes("app is up"));
    await expect(requestApp(seat, { method: "GET", path: "/", body: "", port: 8000 })).rejects.toMatchObject({
      userMessage: expect.stringContaining("0.0.0.0") as string,
    });
    controller.abort();
    await outcome;
  });

  it.each<[string, string, unknown]>([
    [
      "ends by itself",
      'CMD ["sh", "-c", "echo bye; exit 4"]',
      { status: "exited", exitCode: 4, oomKilled: false },
    ],
    [
      "names a user who is not there",
      "USER ghost",
      { status: "failed", message: expect.stringContaining("ghost") as string },
    ],
    [
      "calls a program that is not there",
      'CMD ["/nothing"]',
      { status: "failed", message: expect.stringContaining("/nothing") as string },
    ],
  ])("%s", async (_name, line, expected) => {
    expect((await build(seat, `${FROM}\n${line}\n`)).outcome.status).toBe("built");
    const { outcome, log } = start(new AbortController().signal);
    expect(await outcome).toMatchObject(expected as Record<string, unknown>);
    if (line.includes("bye")) expect(log()).toBe("bye\n");
  });

  it("asks for a build when there is no image", async () => {
    const collected = collectEvents();
    const outcome = await runContainer(seat, {
      image: "never-built:latest",
      port: 8000,
      signal: new AbortController().signal,
      emit: collected.emit,
      logBytes: 1000,
    });
    expect(outcome).toMatchObject({ status: "failed", message: expect.stringContaining("Build") as string });
  });
});
