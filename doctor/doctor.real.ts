import { afterAll, beforeAll, expect, it } from "vitest";
import { discardAllSeats } from "../server/seats/discard-all-seats.ts";
import { realConfig } from "../testing/real-seat.ts";
import type { Attack } from "./attack.ts";
import { attacks } from "./attacks/all.ts";
import { checkGround } from "./check-ground.ts";
import { checkMachine } from "./check-machine.ts";
import { collectChecks } from "./collect-checks.ts";
import { type Ground, openGround } from "./ground.ts";
import { judgeClaims } from "./judge.ts";
import { findMachine } from "./machine.ts";
import { printProof } from "./prove/judge-proof.ts";
import { proveWalls } from "./prove/prove-walls.ts";
import { walls } from "./prove/walls/all.ts";
import { runAttacks } from "./run-attacks.ts";

/*
 * Of each family of attacks the quick ones that stand on the most, and one that must get through, so that the doctor can
 * be believed: less than a minute and a half. All of them: npm run doctor.
 */

const { config: real, remove } = await realConfig();
const config = { ...real, SEAT_MEMORY: 1024 ** 3, SEAT_PROCESSES: 400 };
let ground: Ground;

beforeAll(async () => {
  ground = await openGround(config, await findMachine(config));
});
afterAll(async () => {
  await ground.close();
  await discardAllSeats(config);
  await remove();
});

const never = () => new AbortController().signal;
const run = (chosen: readonly Attack[]) => runAttacks(chosen, ground, never(), () => undefined);

it("finds a seat host, versions, limits and rules", async () => {
  const checking = collectChecks();
  await checkMachine(config, checking);
  await checkGround(ground, config, checking);
  const found = Object.fromEntries(checking.checks.map((check) => [check.id, check.ok]));
  expect(found).toMatchObject({
    platform: true,
    "kernel-features": true,
    "seat-host": true,
    versions: true,
    kernel: true,
    limits: true,
    project: true,
    services: true,
  });
});

const few = [
  "seat/device-nodes",
  "seat/core-pattern",
  "seat/nested-namespaces",
  "neighbour/processes",
  "neighbour/user-ids",
  "network/seat-host-api",
  "build/output",
  "engine/app-panel",
  "archive/lying-engine",
  "web/foreign-origin",
  "terminal/strangers",
  "terminal/frames",
  "terminal/escapes",
  "preview/strangers",
  "preview/smuggling",
  "preview/app-headers",
  "mirror/planted-files",
  "certificate/host-folders",
  "certificate/server",
  "load/disk-subvolume",
  "load/output",
];

it("contains a few attacks of each family", async () => {
  const results = await run(attacks.filter(({ id }) => few.includes(id)));
  expect(
    results.map(({ id, status, evidence }) => (status === "contained" ? status : `${id}: ${evidence}`)),
  ).toEqual(few.map(() => "contained"));
});

it("sees walls that are taken down in a copy", async () => {
  const few = ["engine/listings", "archive/file-names", "seat/system-calls"];
  // Seats of its own, beside those of the tests.
  const own = { ...config, DATA_DIR: `${config.DATA_DIR}/proof` };
  const proofs = await proveWalls({
    walls: walls.filter(({ id }) => few.includes(id)),
    doctor: own,
    machine: await findMachine(config),
    signal: never(),
    tell: () => undefined,
  });
  await discardAllSeats(own);
  expect(proofs.map((proof) => (proof.status === "seen" ? proof.status : printProof(proof)))).toEqual(
    few.map(() => "seen"),
  );
});

it("tells when one gets through: a listener that a seat may reach", async () => {
  const [result] = await run([
    {
      id: "test/reaches-the-proxy",
      title: "The proxy answers",
      from: "a seat's root",
      expects: "What a seat may reach is not contained.",
      run: async ({ attacker }) => {
        const seat = await attacker();
        const { exitCode } = await seat.exec([
          "curl",
          "-s",
          "-m",
          "5",
          "-o",
          "/dev/null",
          "http://services:3128/",
        ]);
        return judgeClaims(
          { [`curl ended with ${exitCode}`]: exitCode !== 0 },
          { "the seat answers": (await seat.exec(["true"])).exitCode === 0 },
        );
      },
    },
  ]);
  expect(result).toMatchObject({ status: "through", contained: false });
});
