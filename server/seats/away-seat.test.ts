import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readConfig } from "../config.ts";
import { closeConnection, connectByRootSocket } from "./incus/connection.ts";
import { createIncusSeatHost } from "./incus-seat-host.ts";
import { createIncusWorld, type IncusWorld, listSeats, studentHash } from "./incus-world.ts";
import { lookForSeat } from "./open-student-seat.ts";
import { seatKeys } from "./seat-keys.ts";
import { tendSeats } from "./tend-seats.ts";

/* A cluster that lists seats of a member that it cannot reach by their names alone. */

interface Listed {
  readonly name: string;
  readonly status: string;
  readonly config: Record<string, string> | null;
  readonly devices?: null;
}
const project = {
  "user.drydock.pool": "seats",
  "user.drydock.network": "bridge",
  "user.drydock.subnet": "10.78.0.0/20",
  "user.drydock.services": "10.78.0.2",
  "user.drydock.golden": "golden/1",
  "user.drydock.image": "a".repeat(64),
  "user.drydock.standins": "true",
};
let instances: Listed[] = [];
let deleted: string[] = [];
const server = createServer((request, response) => {
  const [url = ""] = (request.url ?? "").split("?");
  const name = url.split("/")[3];
  const answer = (metadata: unknown) => response.end(JSON.stringify({ type: "sync", metadata }));
  if (url.startsWith("/1.0/projects/")) answer({ config: project });
  else if (name === undefined) answer(instances);
  else if (request.method === "DELETE") {
    deleted.push(name);
    answer({});
  } else answer(instances.find((one) => one.name === name));
});
let directory = "";
let world: IncusWorld;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "drydock-away-"));
  await new Promise<void>((done) => server.listen(path.join(directory, "sock"), done));
});
afterAll(async () => {
  closeConnection(world.incus);
  server.close();
  await rm(directory, { recursive: true });
});
beforeEach(() => {
  deleted = [];
  const incus = connectByRootSocket(path.join(directory, "sock"), "drydock");
  const settings = { DATA_DIR: directory, RESERVE_SEATS: "0", RESERVE_GRADING_SEATS: "0" };
  world = createIncusWorld(incus, readConfig(settings));
});

const seatOf = (name: string, student: string, usedAt: number, status = "Stopped"): Listed => ({
  name,
  status,
  config: {
    [seatKeys.role]: "student",
    [seatKeys.realm]: world.realm,
    [seatKeys.student]: studentHash(world, student),
    [seatKeys.usedAt]: String(usedAt),
  },
});
const away = (name: string): Listed => ({ name, status: "Error", config: null, devices: null });

describe("a seat on a machine that does not answer", () => {
  it("is known to be its student's, and takes no place", async () => {
    instances = [seatOf("a", "ann", 1), seatOf("b", "ben", 1)];
    expect((await listSeats(world)).count).toBe(2);
    instances = [away("a"), seatOf("b", "ben", 1)];
    for (let look = 1; look <= 2; look += 1) {
      const { own, count, awayOf } = await listSeats(world);
      expect([own.map(({ name }) => name), count]).toEqual([["b"], 1]);
      expect([...awayOf]).toEqual([studentHash(world, "ann")]);
    }
    expect(await lookForSeat(world, studentHash(world, "ann"))).toEqual({ seat: null, isAway: true });
    await expect(createIncusSeatHost(world).inspectSeat("ann")).rejects.toMatchObject({
      code: "SEAT_UNAVAILABLE",
      userMessage: expect.stringContaining("does not answer") as string,
    });
  });

  it("is nobody's that this process has ever seen, until it is back", async () => {
    instances = [away("a")];
    expect(await lookForSeat(world, studentHash(world, "ann"))).toEqual({ seat: null, isAway: false });
    instances = [seatOf("a", "ann", 1)];
    expect((await lookForSeat(world, studentHash(world, "ann"))).seat?.name).toBe("a");
  });

  it("is not one that is itself broken, whose configuration is told", async () => {
    instances = [{ ...seatOf("a", "ann", 1), status: "Error" }];
    expect(await lookForSeat(world, studentHash(world, "ann"))).toMatchObject({
      seat: { name: "a" },
      isAway: false,
    });
  });

  it("is deleted when it is back and its student has used another since", async () => {
    instances = [seatOf("old", "ann", 1), seatOf("new", "ann", 2), seatOf("b", "ben", 1)];
    expect((await lookForSeat(world, studentHash(world, "ann"))).seat?.name).toBe("new");
    await tendSeats(world);
    expect(deleted).toEqual(["old"]);
  });
});
