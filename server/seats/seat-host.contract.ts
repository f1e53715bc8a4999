import { once } from "node:events";
import type { Duplex } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Seat, SeatHost } from "../../core/seat/port.ts";

/** One suite for every seat host: the fake in unit tests, Incus in the real ones. */
export function seatHostContract(name: string, connect: () => Promise<SeatHost<Duplex>>): void {
  describe(`seat host contract: ${name}`, () => {
    let host: SeatHost<Duplex>;
    let seat: Seat<Duplex>;
    beforeAll(async () => {
      host = await connect();
      await host.discardSeat("ann");
      await host.discardSeat("ben");
      seat = await host.openSeat("ann");
    });
    afterAll(async () => {
      await host.discardSeat("ann");
      await host.discardSeat("ben");
      await host.close();
    });

    it("describes itself", async () => {
      const description = await host.describe();
      expect(description.version).not.toBe("");
      expect(description.limits.memoryBytes).toBeGreaterThan(0);
      expect(seat.limits).toEqual(description.limits);
    });

    it("names seats without the student's id", () => {
      expect(seat.name).toMatch(/^[a-z0-9-]+$/);
      expect(seat.name).not.toContain("ann");
    });

    describe("exec", () => {
      it("returns exit code, stdout and stderr apart", async () => {
        const result = await seat.exec(["sh", "-c", "echo out; echo wrong >&2; exit 3"]);
        expect(result).toEqual({ exitCode: 3, stdout: "out\n", stderr: "wrong\n", truncated: false });
      });

      it("answers 127 for a program that is not there", async () => {
        expect((await seat.exec(["sh", "-c", "no-such-program"])).exitCode).toBe(127);
      });

      it("hands input on and closes it", async () => {
        const input = "line\n".repeat(50_000);
        expect((await seat.exec(["cat"], { input })).stdout).toBe(input);
      });

      it("ends a command at its timeout with 124", async () => {
        const started = Date.now();
        const result = await seat.exec(["sleep", "60"], { timeoutMs: 500 });
        expect(result.exitCode).toBe(124);
        expect(Date.now() - started).toBeLessThan(30_000);
      });

      it("ends a command that says more than it may, and keeps what fits", async () => {
        const result = await seat.exec(["yes"], { maxOutputBytes: 100_000 });
        expect(result.truncated).toBe(true);
        expect(result.stdout.length).toBe(100_000);
        expect(result.exitCode).not.toBe(0);
      });

      it("ends a command when it is cancelled", async () => {
        const cancel = new AbortController();
        setTimeout(() => cancel.abort(), 300);
        const started = Date.now();
        const result = await seat.exec(["sleep", "60"], { signal: cancel.signal });
        expect(result.exitCode).not.toBe(0);
        expect(Date.now() - started).toBeLessThan(30_000);
      });

      it("gives output as it comes", async () => {
        const chunks: string[] = [];
        await seat.exec(["echo", "hello"], {
          onOutput: (chunk, stream) => chunks.push(`${stream}:${Buffer.from(chunk).toString("utf8")}`),
        });
        expect(chunks.join("")).toBe("stdout:hello\n");
      });

      it("runs commands side by side", async () => {
        const results = await Promise.all(
          ["one", "two", "three", "four"].map((word) => seat.exec(["echo", word])),
        );
        expect(results.map((result) => result.stdout.trim())).toEqual(["one", "two", "three", "four"]);
      });
    });

    describe("dial", () => {
      it("carries megabytes both ways, unchanged and in order", async () => {
        const stream = await seat.dial(["cat"]);
        const sent = Buffer.alloc(8 * 1024 * 1024);
        for (let at = 0; at < sent.length; at += 4) sent.writeUInt32LE(at, at);
        const received: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => received.push(chunk));
        const ended = once(stream, "end");
        for (let at = 0; at < sent.length; at += 100_000)
          if (!stream.write(sent.subarray(at, at + 100_000))) await once(stream, "drain");
        stream.end();
        await ended;
        expect(Buffer.concat(received).equals(sent)).toBe(true);
      });

      it("lets a fast writer wait for a slow reader", async () => {
        const stream = await seat.dial(["yes"]);
        const [first] = (await once(stream, "data")) as [Buffer];
        expect(first.toString("utf8")).toContain("y\n");
        stream.pause();
        await pause(500);
        // What a paused reader holds is its buffer and no more.
        expect(stream.readableLength).toBeLessThan(4 * 1024 * 1024);
        stream.destroy();
      });

      it("ends the command when the stream is destroyed", async () => {
        const stream = await seat.dial(["sleep", "61"]);
        const before = (await seat.usage()).processes;
        stream.destroy();
        await once(stream, "close");
        await expect
          .poll(async () => (await seat.usage()).processes, { timeout: 30_000, interval: 300 })
          .toBeLessThanOrEqual(before);
      });

      it("is cancelled by its signal", async () => {
        const cancel = new AbortController();
        const stream = await seat.dial(["sleep", "60"], { signal: cancel.signal });
        stream.on("error", () => undefined);
        const closed = once(stream, "close").catch(() => undefined);
        cancel.abort();
        await closed;
        expect(stream.destroyed).toBe(true);
      });
    });

    describe("openTerminal", () => {
      const size = { cols: 80, rows: 24 };
      /** Everything the terminal shows, as it comes. */
      const watch = (stream: Duplex) => {
        let shown = "";
        stream.on("data", (chunk: Buffer) => (shown = (shown + chunk.toString("utf8")).slice(-200_000)));
        stream.on("error", () => undefined);
        return { shown: () => shown, ended: once(stream, "end") };
      };

      it("echoes what is typed, and the command reads it", async () => {
        const terminal = await seat.openTerminal({ ...size, command: ["cat"] });
        const screen = watch(terminal.stream);
        terminal.stream.write("hello\r");
        await expect.poll(screen.shown, { timeout: 30_000 }).toBe("hello\r\nhello\r\n");
        terminal.stream.write("\u0004");
        await screen.ended;
        expect(await terminal.exited).toBe(0);
      });

      it("has the size it was opened with, and the one it is given later", async () => {
        const small = await seat.openTerminal({ cols: 61, rows: 17, command: ["stty", "size"] });
        const first = watch(small.stream);
        await first.ended;
        expect(first.shown()).toBe("17 61\r\n");
        const terminal = await seat.openTerminal({ ...size, command: ["sh", "-c", "cat; stty size"] });
        const screen = watch(terminal.stream);
        terminal.stream.write("x\r");
        await expect.poll(screen.shown, { timeout: 30_000 }).toContain("x\r\nx");
        terminal.resize({ cols: 132, rows: 43 });
        await pause(300);
        terminal.stream.write("\u0004");
        await screen.ended;
        expect(screen.shown()).toContain("43 132");
      });

      it("tells how the command ended", async () => {
        const terminal = await seat.openTerminal({ ...size, command: ["sh", "-c", "exit 7"] });
        const screen = watch(terminal.stream);
        await screen.ended;
        expect(await terminal.exited).toBe(7);
      });

      it("holds a flood up while nobody reads, and Ctrl-C ends it", async () => {
        const terminal = await seat.openTerminal({ ...size, command: ["yes"] });
        const { stream } = terminal;
        await once(stream, "data");
        stream.pause();
        await pause(500);
        expect(stream.readableLength).toBeLessThan(1024 * 1024);
        stream.write("\u0003");
        const began = Date.now();
        const screen = watch(stream);
        stream.resume();
        await screen.ended;
        expect(Date.now() - began).toBeLessThan(30_000);
        expect(await terminal.exited).not.toBe(0);
      });

      it("hangs up when the stream is destroyed", async () => {
        const terminal = await seat.openTerminal({ ...size, command: ["sleep", "62"] });
        const before = (await seat.usage()).processes;
        terminal.stream.destroy();
        expect(await terminal.exited).toBeNull();
        await expect
          .poll(async () => (await seat.usage()).processes, { timeout: 30_000, interval: 300 })
          .toBeLessThanOrEqual(before);
      });

      it("counts what is typed as use of the seat", async () => {
        const terminal = await seat.openTerminal({ ...size, command: ["cat"] });
        watch(terminal.stream);
        const before = seat.lastUsedAt();
        await pause(20);
        terminal.stream.write("x");
        await expect.poll(() => seat.lastUsedAt(), { timeout: 30_000 }).toBeGreaterThan(before);
        terminal.stream.destroy();
      });
    });

    describe("putFiles", () => {
      it("replaces the folder by exactly these files", async () => {
        await seat.putFiles("/workspace/lab", [
          { path: "old.txt", content: "old" },
          { path: "app/main.py", content: "print('ü')\n" },
        ]);
        await seat.putFiles("/workspace/lab", [{ path: "app/main.py", content: Buffer.from([0, 255, 10]) }]);
        expect((await seat.exec(["cat", "/workspace/lab/old.txt"])).exitCode).toBe(1);
        const read = await seat.dial(["cat", "/workspace/lab/app/main.py"]);
        const chunks: Buffer[] = [];
        for await (const chunk of read) chunks.push(chunk as Buffer);
        expect(Buffer.concat(chunks)).toEqual(Buffer.from([0, 255, 10]));
      });

      const bad = {
        "is empty": "",
        "is absolute": "/etc/passwd",
        "leaves the folder at once": "../x",
        "leaves the folder on the way": "a/../../x",
        "has an empty part": "a//b",
        "begins with a dot part": "./x",
        "ends in a dot part": "a/.",
        "has a backslash": "a\\b",
        "has a line break": "new\nline",
        "is too long": "x".repeat(2000),
      };
      it.each(Object.entries(bad))("refuses a path that %s", async (_why, path) => {
        await expect(seat.putFiles("/workspace/lab", [{ path, content: "x" }])).rejects.toMatchObject({
          code: "BAD_REQUEST",
        });
      });

      it("refuses the same path twice, and a folder that is not plain", async () => {
        const file = { path: "a", content: "x" };
        await expect(seat.putFiles("/workspace/lab", [file, file])).rejects.toMatchObject({
          code: "BAD_REQUEST",
        });
        for (const folder of ["workspace", "/", "/a/../etc", "/a b", ""])
          await expect(seat.putFiles(folder, [file])).rejects.toMatchObject({ code: "BAD_REQUEST" });
      });
    });

    describe("seats", () => {
      it("gives a student the same seat again", async () => {
        expect((await host.openSeat("ann")).name).toBe(seat.name);
      });

      it("gives one seat to a student who asks twice at once", async () => {
        const [a, b] = await Promise.all([host.openSeat("ben"), host.openSeat("ben")]);
        expect(a.name).toBe(b.name);
      });

      it("keeps two students' files apart", async () => {
        const ben = await host.openSeat("ben");
        expect(ben.name).not.toBe(seat.name);
        await seat.exec(["touch", "/root/mine"]);
        expect((await seat.exec(["cat", "/root/mine"])).exitCode).toBe(0);
        expect((await ben.exec(["cat", "/root/mine"])).exitCode).toBe(1);
      });

      it("puts a seat to sleep, says so, and wakes it with its files", async () => {
        await seat.putFiles("/workspace/kept", [{ path: "note", content: "still here" }]);
        await host.sleepSeat("ann");
        const asleep = await host.inspectSeat("ann");
        expect(asleep).toMatchObject({ state: "asleep", memoryBytes: 0 });
        await expect(seat.exec(["true"])).rejects.toMatchObject({ code: "SEAT_UNAVAILABLE" });
        const states: string[] = [];
        seat = await host.openSeat("ann", { onState: (state) => states.push(state) });
        expect(states).toEqual(["waking", "ready"]);
        expect((await seat.exec(["cat", "/workspace/kept/note"])).stdout).toBe("still here");
        expect((await host.inspectSeat("ann")).state).toBe("awake");
      });

      it("finds a seat that is awake, and wakes and makes none", async () => {
        expect(await host.findSeat("nobody")).toBeNull();
        expect((await host.inspectSeat("nobody")).state).toBe("none");
        const found = await host.findSeat("ann", { watching: true });
        expect(found?.name).toBe(seat.name);
        expect((await found?.exec(["echo", "hi"]))?.stdout).toBe("hi\n");
        await host.sleepSeat("ann");
        expect(await host.findSeat("ann")).toBeNull();
        expect((await host.inspectSeat("ann")).state).toBe("asleep");
        seat = await host.openSeat("ann");
      });

      it("breaks a dialled stream when the seat goes to sleep", async () => {
        const ben = await host.openSeat("ben");
        const stream = await ben.dial(["cat"]);
        const gone = new Promise<void>((resolve) => {
          stream.once("error", () => resolve());
          stream.once("close", () => resolve());
          stream.once("end", () => resolve());
        });
        stream.resume();
        await host.sleepSeat("ben");
        await gone;
      });

      it("ends a terminal when the seat goes to sleep", async () => {
        const ben = await host.openSeat("ben");
        const terminal = await ben.openTerminal({ cols: 80, rows: 24, command: ["cat"] });
        const gone = new Promise<void>((resolve) => {
          for (const end of ["error", "close", "end"]) terminal.stream.once(end, () => resolve());
        });
        terminal.stream.resume();
        await host.sleepSeat("ben");
        await gone;
        expect(await terminal.exited).not.toBe(0);
      });

      it("deletes a seat for good", async () => {
        const ben = await host.openSeat("ben");
        await ben.exec(["touch", "/root/mine"]);
        await host.discardSeat("ben");
        expect((await host.inspectSeat("ben")).state).toBe("none");
        await host.discardSeat("ben");
        const again = await host.openSeat("ben");
        expect((await again.exec(["cat", "/root/mine"])).exitCode).toBe(1);
      });

      it("says so when a student has no seat", async () => {
        expect(await host.inspectSeat("nobody")).toMatchObject({ state: "none" });
        await host.sleepSeat("nobody");
      });

      it("gives a fresh grading seat each time and deletes it", async () => {
        const [one, two] = await Promise.all([host.takeGradingSeat(), host.takeGradingSeat()]);
        try {
          expect(one.name).not.toBe(two.name);
          await one.exec(["touch", "/root/attempt"]);
          expect((await two.exec(["cat", "/root/attempt"])).exitCode).toBe(1);
        } finally {
          await Promise.all([one.discard(), two.discard()]);
        }
        await one.discard();
        await expect(one.exec(["true"])).rejects.toMatchObject({ code: "SEAT_UNAVAILABLE" });
      });

      it("tends in peace", async () => {
        await host.tend();
        expect((await host.openSeat("ann")).name).toBe(seat.name);
      });
    });
  });
}
