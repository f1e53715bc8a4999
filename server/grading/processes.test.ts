import { describe, expect, it } from "vitest";
import { liarSeat } from "../../testing/engines/liar.ts";
import { Engine } from "../docker/engine.ts";
import { appProcesses, freezeApp, listProcesses } from "./processes.ts";

const process = (pid: number, parent: number, command = "x") => ({ pid, parent, uid: 1000, command });

describe("appProcesses", () => {
  it("takes the first process and all that come from it, and leaves a running probe alone", () => {
    const all = [
      process(10, 5),
      process(11, 10),
      process(20, 11),
      process(30, 5, "curl /health"),
      process(31, 30),
    ];
    expect(appProcesses(all, 10)).toEqual([10, 11, 20]);
  });

  it("takes nothing when the first process is gone", () => {
    expect(appProcesses([process(30, 5)], 10)).toEqual([]);
  });
});

describe("freezeApp", () => {
  const top = (rows: string[][]) =>
    JSON.stringify({ Titles: ["PID", "PPID", "UID", "COMMAND"], Processes: rows });

  it("asks again until no new process turns up", async () => {
    const answers = [
      top([["10", "5", "1000", "app"]]),
      top([
        ["10", "5", "1000", "app"],
        ["12", "10", "1000", "worker"],
      ]),
    ];
    let asked = 0;
    const seat = liarSeat((_request, response) => {
      response.end(answers[Math.min(asked, 1)]);
      asked += 1;
    });
    const engine = new Engine(seat);
    const pids = await freezeApp(seat, engine, { id: "a", pid: 10 }, new AbortController().signal);
    engine.close();
    expect(pids).toEqual([10, 12]);
    expect(seat.commands).toEqual([
      ["kill", "-STOP", "10"],
      ["kill", "-STOP", "12"],
    ]);
  });

  it("sends no signal to what a liar calls a process", async () => {
    const engine = new Engine(liarSeat((_request, response) => response.end(top([["-1", "5", "0", "x"]]))));
    const list = listProcesses(engine, "a", new AbortController().signal);
    await expect(list).rejects.toMatchObject({ code: "SEAT_LIES" });
    engine.close();
  });
});
