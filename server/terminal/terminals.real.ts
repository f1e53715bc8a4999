import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { WorkspaceFile } from "../../core/lab/workspace.ts";
import type { SeatHost } from "../../core/seat/port.ts";
import type { ServerMessage } from "../../core/terminal/protocol.ts";
import { ACKNOWLEDGE_BYTES } from "../../core/terminal/protocol.ts";
import { realConfig } from "../../testing/real-seat.ts";
import type { LoadedLab } from "../content/load-lab.ts";
import { connectSeatHost } from "../seats/connect-seat-host.ts";
import { openTerminals } from "./open-terminals.ts";

/*
 * A shell in a real seat and the folder it works in, over a real WebSocket; the saved files are kept in memory.
 */
const LAB = "course/lesson/lab";
const saved = new Map<string, WorkspaceFile>();
const store = (path: string, content: string, baseVersion: number) => {
  const version = baseVersion + 1;
  saved.set(path, { path, content, version, editable: true, starter: null });
  return version;
};
const { config, remove } = await realConfig();
const server = createServer();
let host: SeatHost<Duplex>;
let terminals: ReturnType<typeof openTerminals>;
let socket: WebSocket;
let text = "";
let bytes = 0;
const messages: ServerMessage[] = [];

const type = (keys: string) => socket.send(Buffer.from(keys));
const shows = (wanted: string | RegExp, timeout = 30_000) =>
  expect.poll(() => text, { timeout, interval: 20 }).toMatch(wanted);
/** Runs a command to its end; answers with what it printed. */
async function run(command: string): Promise<string> {
  text = "";
  type(`${command}; echo END''OF\r`);
  await shows("ENDOF");
  return text;
}

beforeAll(async () => {
  host = await connectSeatHost(config);
  terminals = openTerminals({
    idleMinutes: config.SEAT_IDLE_MINUTES,
    readSession: () => ({ studentId: "ann", expiresAt: null, generation: null }),
    save: (_student, _lab, { path, content, baseVersion }) => {
      const current = saved.get(path);
      return Promise.resolve(
        current !== undefined && current.version !== baseVersion
          ? { status: "conflict", current }
          : { status: "saved", version: store(path, content, baseVersion) },
      );
    },
    remove: (_student, _lab, { path, baseVersion }) => {
      saved.delete(path);
      return Promise.resolve({ status: "saved", version: baseVersion + 1 });
    },
    hold: () => () => undefined,
    getHost: () => host,
    readFolder: () => Promise.resolve("lab"),
    readLab: () =>
      Promise.resolve({ id: LAB, lab: { editable: ["*.txt", "src/**"] } } as unknown as LoadedLab),
    readFiles: () => Promise.resolve([...saved.values()]),
    limits: { fileBytes: 100_000, totalBytes: 1_000_000, files: 50 },
  });
  store("a.txt", "one\n", 0);
  server.on("upgrade", terminals.door);
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const { port } = server.address() as AddressInfo;
  const { id } = terminals.manager.create("ann", LAB);
  socket = new WebSocket(`ws://localhost:${port}/api/terminals/${id}/socket?lab=${LAB}`, {
    origin: `http://localhost:${port}`,
  });
  let told = 0;
  socket.on("message", (data: Buffer, isBinary: boolean) => {
    if (!isBinary) {
      messages.push(JSON.parse(data.toString()) as ServerMessage);
      return;
    }
    text = (text + data.toString()).slice(-200_000);
    bytes += data.length;
    if (bytes - told < ACKNOWLEDGE_BYTES) return;
    told = bytes;
    socket.send(JSON.stringify({ type: "ack", offset: bytes }));
  });
});
afterAll(async () => {
  terminals.stop();
  server.close();
  await host.discardSeat("ann");
  await host.close();
  await remove();
});

describe("a terminal in a real seat", () => {
  it("is a terminal, in the lab's folder, with its files", async () => {
    await shows(/[#$] $/);
    const said = await run("pwd; tty; tput colors; cat a.txt");
    expect(said).toMatch(/\/workspace\/lab\r\n\/dev\/pts\/\d+\r\n256\r\none/);
  });

  it("has what is saved, and what it writes is saved, without being asked", async () => {
    store("a.txt", "two\n", 1);
    terminals.mirrors.changed("ann", LAB);
    await run("until grep -q two a.txt; do sleep 0.02; done");
    type("mkdir -p src/deep; echo new > src/deep/new.txt\r");
    await expect.poll(() => saved.get("src/deep/new.txt")?.content).toBe("new\n");
  });

  it("takes no links, pipes, binaries, giants, or names that cannot be", async () => {
    await run(
      "ln -s /etc/passwd link.txt; ln -s /etc src/etc; mkfifo pipe.txt; head -c 99 /dev/urandom > binary.txt; " +
        "truncate -s 1T giant.txt; touch 'src/new\nline' 'src/back\\slash' \"$(printf 'src/b\\xff')\"; echo last > z.txt",
    );
    await expect.poll(() => saved.has("z.txt")).toBe(true);
    expect([...saved.keys()].sort()).toEqual(["a.txt", "src/deep/new.txt", "z.txt"]);
    await run("rm -rf src/etc link.txt pipe.txt binary.txt giant.txt");
  });

  it("writes through no link that stands where a folder was", async () => {
    await run("mkdir /root/elsewhere; rm -rf src/deep; ln -s /root/elsewhere src/deep; sleep 1");
    store("src/deep/new.txt", "changed in the editor\n", saved.get("src/deep/new.txt")?.version ?? 0);
    await terminals.mirrors.flush("ann");
    expect(await run("ls -A /root/elsewhere | wc -l")).toMatch(/\r0\r\n/);
    await run("rm src/deep; until [ -e src/deep/new.txt ]; do sleep 0.1; done; cat src/deep/new.txt");
    expect(text).toContain("changed in the editor");
  });

  it("keeps both versions of a conflict", async () => {
    await run("echo theirs > a.txt");
    store("a.txt", "mine\n", saved.get("a.txt")?.version ?? 0);
    await expect.poll(() => messages.filter((message) => message.type === "conflict").length).toBe(1);
    expect(saved.get("a.txt")?.content).toBe("mine\n");
    expect(await run("cat a.txt")).toContain("theirs");
    store("a.txt", "mine\n", saved.get("a.txt")?.version ?? 0);
    terminals.mirrors.changed("ann", LAB);
    await run("until grep -q mine a.txt; do sleep 0.05; done");
  });

  it("is stopped by Ctrl-C in a flood", async () => {
    const before = bytes;
    type("yes\r");
    await expect.poll(() => bytes - before).toBeGreaterThan(1_000_000);
    text = "";
    type("\u0003");
    await shows(/\^C[^]*[#$] $/);
  });

  it("says that the seat went to sleep, and wakes it with a key; history is still there", async () => {
    await run("echo something-to-remember; history -a");
    await host.sleepSeat("ann");
    await shows("Your seat went to sleep");
    text = "";
    type(" ");
    await shows(/[#$] $/);
    expect(await run("history | grep -c something-to-remember")).toMatch(/\r[1-9]\d*\r\n/);
    expect(await run("cat a.txt")).toContain("mine");
  });
});
