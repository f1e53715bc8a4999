import type { Duplex } from "node:stream";
import type { Seat } from "../../../core/seat/port.ts";
import { findListening } from "./listening.ts";

/** Why nothing answers on a port of a container that runs, in words. */
export async function explainSilence(
  seat: Seat<Duplex>,
  pid: number,
  port: number,
  signal?: AbortSignal,
): Promise<string> {
  const listening = await findListening(seat, pid, port, signal);
  if (listening === "loopback") {
    return `The app listens to port ${port} on 127.0.0.1 only, which nobody outside of its container can reach. Let it listen on 0.0.0.0.`;
  }
  if (listening === "nowhere") {
    return `Nothing in the container listens to port ${port}. The app may still be starting, or it listens to another port: look at its log.`;
  }
  return `Nothing answers on port ${port} of the container. Look at the app's log.`;
}
