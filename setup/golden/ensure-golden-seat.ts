import { setInstanceState } from "../../server/seats/incus/set-state.ts";
import type { IncusConnection } from "../../server/seats/incus/connection.ts";
import { incusFind } from "../../server/seats/incus/find.ts";
import { execInInstance } from "../../server/seats/incus/exec.ts";
import { findInstance, listInstances } from "../../server/seats/incus/instance.ts";
import { incusCall } from "../../server/seats/incus/wait-operation.ts";
import { seatConfig, type SeatPlace } from "../../server/seats/seat-config.ts";
import { waitEngine } from "../../server/seats/wait-engine.ts";

/** Snapshot of the golden seat that clones are made from. */
export const GOLDEN_SNAPSHOT = "ready";

/** Enough for any build of a starter; the golden seat runs only while it is made. */
export const GOLDEN_LIMITS = { memoryBytes: 4 * 2 ** 30, processes: 4000, cpus: 4, diskBytes: 20 * 2 ** 30 };

export interface GoldenRecipe {
  /** Hash of everything that goes in. */
  readonly key: string;
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

const BYTES_KEY = "user.drydock.bytes";

/** Makes the golden seat when there is none of this recipe. */
export async function ensureGoldenSeat(incus: IncusConnection, recipe: GoldenRecipe): Promise<GoldenSeat> {
  const name = `golden-${recipe.key}`;
  const source = `${name}/${GOLDEN_SNAPSHOT}`;
  const path = `/1.0/instances/${name}`;
  if ((await incusFind(incus, `${path}/snapshots/${GOLDEN_SNAPSHOT}`)) !== null) {
    await removeOthers(incus, name);
    const found = await findInstance(incus, name);
    return { source, bytes: Number(found?.instance.config[BYTES_KEY] ?? 0) };
  }
  await removeInstance(incus, name);
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
  await incusCall(incus, "PATCH", path, { body: { config: { [BYTES_KEY]: String(bytes) } } });
  await incusCall(incus, "POST", `${path}/snapshots`, { body: { name: GOLDEN_SNAPSHOT, stateful: false } });
  await removeOthers(incus, name);
  return { source, bytes };
}

/** Clones are whole of themselves, so an older golden seat can go while seats made from it live on. */
async function removeOthers(incus: IncusConnection, keep: string): Promise<void> {
  for (const { name } of await listInstances(incus))
    if (name.startsWith("golden-") && name !== keep) await removeInstance(incus, name);
}

async function removeInstance(incus: IncusConnection, name: string): Promise<void> {
  const found = await incusFind(incus, `/1.0/instances/${name}`);
  if (found === null) return;
  if ((found.metadata as { status?: string }).status === "Running")
    await setInstanceState(incus, name, "stop", { force: true });
  await incusCall(incus, "DELETE", `/1.0/instances/${name}`);
}
