import type { SeatState } from "./port.ts";

/** A port of a container as the engine in the seat tells it. */
export interface ContainerPort {
  /** Port in the seat, which `localhost:<port>` in its terminal reaches; null when it is not published. */
  readonly published: number | null;
  /** Port in the container. */
  readonly inside: number;
  readonly protocol: "tcp" | "udp" | "sctp";
}

/** One container that runs in a student's seat. Every word of it is the seat's claim: show it as text only. */
export interface SeatContainer {
  /** 64 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly state: "running" | "paused" | "restarting";
  /** In the engine's words: "Up 3 minutes (healthy)". */
  readonly status: string;
  /** Of docker compose; null for a container that it did not start. */
  readonly service: string | null;
  /** Each port once, lowest first. */
  readonly ports: readonly ContainerPort[];
}

/** What runs in a student's seat now. */
export interface SeatContainers {
  readonly seat: SeatState | "unavailable";
  readonly containers: readonly SeatContainer[];
  /** There are more than are listed. */
  readonly more: boolean;
}
