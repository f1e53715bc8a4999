import type { IncusConnection } from "../../server/seats/incus/connection.ts";
import { incusCall } from "../../server/seats/incus/wait-operation.ts";
import type { SeatPlace } from "../../server/seats/seat-config.ts";
import { seatConfig } from "../../server/seats/seat-config.ts";
import { GOLDEN_LIMITS } from "../golden/ensure-golden-seat.ts";
import { layout } from "../seat-host/layout.ts";

const UNPACK_MS = 600_000;

/** Has a member unpack the golden seat's image, so that no student waits for it. Quick when it has. */
export async function warmMember(
  incus: IncusConnection,
  member: string,
  fingerprint: string,
  place: SeatPlace,
): Promise<void> {
  const name = `golden-warm-${member}`.toLowerCase();
  const { config, devices } = seatConfig(place, GOLDEN_LIMITS, layout.goldenAddresses[2]);
  const there = { ...incus, project: layout.project };
  await incusCall(there, "DELETE", `/1.0/instances/${name}`).catch(() => undefined);
  await incusCall(there, "POST", "/1.0/instances", {
    query: { target: member },
    body: { name, type: "container", profiles: [], source: { type: "image", fingerprint }, config, devices },
    operationTimeoutMs: UNPACK_MS,
  });
  await incusCall(there, "DELETE", `/1.0/instances/${name}`);
}
