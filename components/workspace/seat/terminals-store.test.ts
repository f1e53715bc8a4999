import { describe, expect, it, vi } from "vitest";
import type { TerminalSummary } from "../../../core/terminal/protocol.ts";
import { createTerminalsStore, type TerminalsApi } from "./terminals-store.ts";

const LAB = "a/b/c";

function server(existing: number, labs: readonly string[] = []) {
  const terminal = (number: number): TerminalSummary => ({
    id: `t${number}`,
    number,
    lab: labs[number - 1] ?? LAB,
    state: "running",
  });
  let terminals = Array.from({ length: existing }, (_, index) => terminal(index + 1));
  const calls: string[] = [];
  const api: TerminalsApi = {
    list: () => Promise.resolve({ status: "done", value: terminals }),
    create: () => {
      calls.push("create");
      if (terminals.length === 3) return Promise.resolve({ status: "refused", message: "Close one." });
      const made = terminal(terminals.length + 1);
      terminals = [...terminals, made];
      return Promise.resolve({ status: "done", value: made });
    },
    close: (id) => {
      terminals = terminals.filter((each) => each.id !== id);
      return Promise.resolve();
    },
    freshSeat: () => Promise.resolve("All seats are taken."),
  };
  return { api, calls, lose: () => (terminals = []) };
}

describe("terminals on a page", () => {
  it("open a first one where there is none, and only then", async () => {
    const none = server(0);
    const store = createTerminalsStore(none.api, LAB);
    await store.look();
    await store.look();
    expect(none.calls).toEqual(["create"]);
    expect(store.getSnapshot()).toMatchObject({ selected: "t1" });
    const some = server(2);
    const other = createTerminalsStore(some.api, LAB);
    await other.look();
    expect(some.calls).toEqual([]);
    expect(other.getSnapshot()).toMatchObject({ selected: "t2" });
  });

  it("wait to be asked where the terminal is in view from the start: by a button, or a command of the lesson", async () => {
    const none = server(0);
    const store = createTerminalsStore(none.api, LAB, { opensFirst: false });
    await store.look();
    expect(none.calls).toEqual([]);
    const ran: string[] = [];
    store.run("docker ps");
    store.run("docker images");
    await vi.waitFor(() => expect(store.getSnapshot().selected).toBe("t1"), 20_000);
    store.setRunner("t1", (command) => ran.push(command));
    expect(ran).toEqual(["docker ps", "docker images"]);
    expect(none.calls).toEqual(["create"]);
    const early = server(0);
    const other = createTerminalsStore(early.api, LAB, { opensFirst: false });
    other.run("docker ps");
    await other.look();
    expect(early.calls).toEqual(["create"]);
  });

  it("select the new one, and another one when the selected is closed", async () => {
    const store = createTerminalsStore(server(1).api, LAB);
    await store.look();
    await store.create();
    expect(store.getSnapshot().selected).toBe("t2");
    await store.close("t2");
    expect(store.getSnapshot().selected).toBe("t1");
  });

  it("say why there can be no more, and why there is no fresh seat", async () => {
    const store = createTerminalsStore(server(3).api, LAB);
    await store.look();
    await store.create();
    expect(store.getSnapshot().problem).toBe("Close one.");
    await store.freshSeat();
    expect(store.getSnapshot()).toMatchObject({ problem: "All seats are taken.", busy: null });
  });

  it("run a command in the terminal in view, once there is one", async () => {
    const store = createTerminalsStore(server(2).api, LAB);
    const ran: string[] = [];
    store.run("docker ps");
    await store.look();
    store.setRunner("t1", (command) => ran.push(`t1 ${command}`));
    expect(ran).toEqual([]);
    store.setRunner("t2", (command) => ran.push(`t2 ${command}`));
    store.select("t1");
    store.run("docker images");
    expect(ran).toEqual(["t2 docker ps", "t1 docker images"]);
  });

  it("run a command in its own lab's folder, whatever terminal is in view", async () => {
    const mixed = server(2, [LAB, "a/b/other"]);
    const store = createTerminalsStore(mixed.api, LAB);
    await store.look();
    expect(store.getSnapshot().selected).toBe("t1");
    const ran: string[] = [];
    for (const id of ["t1", "t2", "t3"]) store.setRunner(id, (command) => ran.push(`${id} ${command}`));
    store.select("t2");
    expect(ran).toEqual([]);
    store.run("docker ps");
    expect(store.getSnapshot().selected).toBe("t1");
    expect(ran).toEqual(["t1 docker ps"]);

    const foreign = server(2, ["a/b/other", "a/c/other"]);
    const other = createTerminalsStore(foreign.api, LAB);
    await other.look();
    for (const id of ["t1", "t2", "t3"]) other.setRunner(id, (command) => ran.push(`${id} ${command}`));
    other.run("docker images");
    await vi.waitFor(() => expect(ran).toEqual(["t1 docker ps", "t3 docker images"]), 20_000);
  });

  it("forget a command that found no terminal of its lab, so that it does not come out of nowhere later", async () => {
    const full = server(3, ["a/b/other", "a/b/other", "a/b/other"]);
    const store = createTerminalsStore(full.api, LAB);
    await store.look();
    const ran: string[] = [];
    store.run("docker ps");
    await vi.waitFor(() => expect(store.getSnapshot().problem).toBe("Close one."), 20_000);
    await store.close("t3");
    await store.create();
    store.setRunner("t3", (command) => ran.push(command));
    expect(ran).toEqual([]);
  });

  it("forget those that are gone from the server", async () => {
    const { api, lose } = server(2);
    const store = createTerminalsStore(api, LAB);
    await store.look();
    lose();
    await store.refresh();
    expect(store.getSnapshot()).toMatchObject({ terminals: [], selected: null });
  });
});
