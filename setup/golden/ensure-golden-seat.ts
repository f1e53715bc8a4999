import type { IncusConnection } from "../../server/seats/incus/connection.ts";
import { execInInstance } from "../../server/seats/incus/exec.ts";
import { incusFind } from "../../server/seats/incus/find.ts";
import { listInstances } from "../../server/seats/incus/instance.ts";
import { setInstanceState } from "../../server/seats/incus/set-state.ts";
import { incusCall } from "../../server/seats/incus/wait-operation.ts";
import { seatConfig, type SeatPlace } from "../../server/seats/seat-config.ts";
import { waitEngine } from "../../server/seats/wait-engine.ts";
import { hashInputs } from "../hash-inputs.ts";
import { type Age, renewOrKeep } from "../renew-or-keep.ts";

/** Snapshot of the golden seat that clones are made from. */
export const GOLDEN_SNAPSHOT = "ready";

/** Enough for any build of a starter; the golden seat runs only while it is made. */
export const GOLDEN_LIMITS = { memoryBytes: 4 * 2 ** 30, processes: 4000, cpus: 4, diskBytes: 20 * 2 ** 30 };

export interface GoldenRecipe {
  /** Hash of everything that decides what goes in. */
  readonly key: string;
  /** Hash of what went in: another when system image or base images were made anew from the same recipes. */
  readonly parts: string;
  readonly age: Age;
  readonly report: (line: string) => void;
  readonly signal?: AbortSignal;
  readonly imageAlias: string;
  /** Member of a cluster that it is made on; null where the seat host stands alone. */
  readonly member: string | null;
  readonly place: SeatPlace;
  /** Addresses that golden seats may have; the one before this may still hold one. */
  readonly addresses: readonly string[];
  /** Fills the running golden seat: base images, warm cache. */
  readonly fill: (instance: string) => Promise<void>;
}

export interface GoldenSeat {
  /** "instance/snapshot" to clone from. */
  readonly source: string;
  /** What each clone has of it, and counts towards the clone's disk. */
  readonly bytes: number;
}

const keys = {
  bytes: "user.drydock.bytes",
  recipe: "user.drydock.recipe",
  parts: "user.drydock.parts",
  /** Milliseconds since 1970, once it is whole. */
  made: "user.drydock.made",
} as const;

/**
 * Makes the golden seat when there is none of this recipe, or when that is old or its parts are newer. Others are left
 * (removeOldGoldenSeats).
 */
export async function ensureGoldenSeat(incus: IncusConnection, recipe: GoldenRecipe): Promise<GoldenSeat> {
  const whole = (await listInstances(incus))
    .filter(({ config }) => config[keys.recipe] === recipe.key && config[keys.made] !== undefined)
    .toSorted((one, other) => Number(other.config[keys.made]) - Number(one.config[keys.made]))[0];
  const golden = await renewOrKeep({
    what: "golden seat",
    found:
      whole === undefined
        ? null
        : {
            value: { name: whole.name, bytes: Number(whole.config[keys.bytes] ?? 0) },
            madeAt: Number(whole.config[keys.made]),
            outdated: whole.config[keys.parts] !== recipe.parts,
          },
    age: recipe.age,
    make: () => makeGoldenSeat(incus, recipe),
    report: recipe.report,
    ...(recipe.signal === undefined ? {} : { signal: recipe.signal }),
  });
  return { source: `${golden.name}/${GOLDEN_SNAPSHOT}`, bytes: golden.bytes };
}

interface MadeGolden {
  readonly name: string;
  readonly bytes: number;
}

/** Under a name of its own, so that the one before serves until it is whole. */
async function makeGoldenSeat(incus: IncusConnection, recipe: GoldenRecipe): Promise<MadeGolden> {
  const name = `golden-${await hashInputs([], [recipe.key, recipe.parts, String(recipe.age.now)])}`;
  await removeInstance(incus, name);
  try {
    return { name, bytes: await fillGoldenSeat(incus, name, recipe) };
  } catch (error) {
    await removeInstance(incus, name).catch(() => undefined);
    throw error;
  }
}

async function fillGoldenSeat(incus: IncusConnection, name: string, recipe: GoldenRecipe): Promise<number> {
  const path = `/1.0/instances/${name}`;
  const taken = (await listInstances(incus)).map((instance) => instance.devices["eth0"]?.["ipv4.address"]);
  const address = recipe.addresses.find((candidate) => !taken.includes(candidate));
  if (address === undefined) throw new Error("no address is free for the golden seat");
  const { config, devices } = seatConfig(recipe.place, GOLDEN_LIMITS, address);
  await incusCall(incus, "POST", "/1.0/instances", {
    ...(recipe.member === null ? {} : { query: { target: recipe.member } }),
    body: {
      name,
      type: "container",
      source: { type: "image", alias: recipe.imageAlias },
      profiles: [],
      config,
      devices,
    },
    operationTimeoutMs: 600_000,
  });
  await setInstanceState(incus, name, "start");
  await waitEngine(incus, name);
  await recipe.fill(name);
  const used = await execInInstance(incus, name, [
    "du",
    "--summarize",
    "--one-file-system",
    "--block-size=1",
    "/",
  ]);
  const bytes = Number(/^\d+/.exec(used.stdout)?.[0] ?? 0);
  await setInstanceState(incus, name, "stop", { timeoutSeconds: 60 });
  await incusCall(incus, "POST", `${path}/snapshots`, { body: { name: GOLDEN_SNAPSHOT, stateful: false } });
  // Last, because it says that the rest is there.
  const made = {
    [keys.bytes]: String(bytes),
    [keys.recipe]: recipe.key,
    [keys.parts]: recipe.parts,
    [keys.made]: String(recipe.age.now),
  };
  await incusCall(incus, "PATCH", path, { body: { config: made } });
  return bytes;
}

/**
 * Removes golden seats but the one of `source`, once nobody is told of them any more. Clones are whole of themselves:
 * seats made from an older one live on.
 */
export async function removeOldGoldenSeats(incus: IncusConnection, source: string): Promise<void> {
  for (const { name } of await listInstances(incus))
    if (name.startsWith("golden-") && !source.startsWith(`${name}/`)) await removeInstance(incus, name);
}

async function removeInstance(incus: IncusConnection, name: string): Promise<void> {
  const found = await incusFind(incus, `/1.0/instances/${name}`);
  if (found === null) return;
  if ((found.metadata as { status?: string }).status === "Running")
    await setInstanceState(incus, name, "stop", { force: true });
  await incusCall(incus, "DELETE", `/1.0/instances/${name}`);
}
