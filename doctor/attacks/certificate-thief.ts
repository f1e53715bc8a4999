import { IncusError } from "../../server/seats/incus/incus-error.ts";
import { setInstanceState } from "../../server/seats/incus/set-state.ts";
import { incusCall } from "../../server/seats/incus/wait-operation.ts";
import { listSeats, newSeatName } from "../../server/seats/incus-world.ts";
import { pickAddress } from "../../server/seats/pick-address.ts";
import { removeSeat } from "../../server/seats/remove-seat.ts";
import { seatConfig } from "../../server/seats/seat-config.ts";
import { readFacts } from "../../server/seats/seat-facts.ts";
import { seatKeys } from "../../server/seats/seat-keys.ts";
import type { Control, Verdict } from "../attack.ts";
import type { Ground } from "../ground.ts";
import { judgeClaims } from "../judge.ts";

const LEASE_MS = 10 * 60_000;

export interface Wish {
  readonly config?: Readonly<Record<string, string>>;
  readonly devices?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Started, too; otherwise it is only made, and empty. */
  readonly start?: boolean;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** Makes an instance as the site would, changed by the thief's wishes. Returns its name; cleared by `then`. */
export async function make<T>(ground: Ground, wish: Wish, then: (name: string) => Promise<T>): Promise<T> {
  const { world } = ground;
  const facts = await readFacts(world.incus);
  const { addresses } = await listSeats(world);
  const plain = seatConfig(facts.place, world.limits, pickAddress(facts.subnet, addresses));
  const name = newSeatName();
  const devices = Object.fromEntries(
    Object.entries({ ...plain.devices, ...wish.devices }).filter(
      ([, device]) => Object.keys(device).length > 0,
    ),
  );
  try {
    await incusCall(world.incus, "POST", "/1.0/instances", {
      body: {
        name,
        type: "container",
        profiles: [],
        source:
          wish.start === true
            ? { type: "copy", source: facts.golden, project: "default", instance_only: true }
            : { type: "none" },
        config: {
          ...plain.config,
          // One that the doctor's own seat host leaves alone while it is used.
          [seatKeys.role]: "grading",
          [seatKeys.leaseUntil]: String(Date.now() + LEASE_MS),
          [seatKeys.realm]: world.realm,
          ...wish.config,
        },
        devices,
        ...wish.body,
      },
      operationTimeoutMs: 60_000,
    });
    if (wish.start === true) await setInstanceState(world.incus, name, "start");
    return await then(name);
  } finally {
    await removeSeat(world, name).catch(() => undefined);
  }
}

/** Refused by the seat host itself: any 4xx, or an operation that failed. A silence is no refusal. */
export async function refusal(step: () => Promise<unknown>): Promise<string | null> {
  try {
    await step();
    return null;
  } catch (error) {
    if (error instanceof IncusError && error.status >= 400 && error.status !== 499 && error.status !== 504)
      return lastWords(error);
    throw error;
  }
}

/** Incus tells where, in which, of what, and last of all why. */
export const lastWords = (error: Error) =>
  (/[^:]*$/.exec(error.message)?.[0] ?? "").trim().replace(/\s+/g, " ").slice(0, 120);

type Steps = Readonly<Record<string, () => Promise<unknown>>>;

/** The control of every wish: an instance as the site makes it is made by the same means. */
export async function plainIsMade(ground: Ground): Promise<Control> {
  return { "an instance as the site makes it is made": await make(ground, {}, () => Promise.resolve(true)) };
}

export async function allRefused(steps: Steps, control: Control): Promise<Verdict> {
  const claims: Record<string, boolean> = {};
  for (const [what, step] of Object.entries(steps)) {
    const said = await refusal(step);
    claims[said === null ? `${what} is refused` : `${what}: ${said}`] = said !== null;
  }
  return judgeClaims(claims, control);
}

export const wishes = (ground: Ground, list: Readonly<Record<string, Wish>>): Steps => ({
  ...Object.fromEntries(
    Object.entries(list).map(([what, wish]) => [what, () => make(ground, wish, () => Promise.resolve())]),
  ),
});

export const patch = (ground: Ground, path: string, body: unknown, project?: string) => () =>
  incusCall(ground.world.incus, "PATCH", path, {
    body,
    ...(project === undefined ? {} : { query: { project } }),
  });
