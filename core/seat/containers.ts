import type { SeatState } from "./port.ts";

/** A port of a container as the engine in the seat tells it. */
export interface ContainerPort {
  /** Port in the seat, which `localhost:<port>` in its terminal reaches; null when it is not published. */
  readonly published: number | null;
  /** Port in the container. */
  readonly inside: number;
  readonly protocol: "tcp" | "udp" | "sctp";
}

/** What another service must have reached before this one is started. */
export interface ServiceDependency {
  readonly service: string;
  readonly condition: "started" | "healthy" | "completed";
}

/** Where a container stands in a project of docker compose. */
export interface ComposePlace {
  readonly project: string;
  readonly service: string;
  /** From 1 on; more than one where a service is scaled. */
  readonly number: number;
  readonly dependsOn: readonly ServiceDependency[];
}

export interface ContainerHealth {
  readonly status: "starting" | "healthy" | "unhealthy";
  /** The newest probe; null while there was none. */
  readonly last: { readonly exitCode: number; readonly output: string } | null;
}

/** Something of outside in a container's file system. */
export type ContainerMount =
  /** `name` is null for a volume that nobody has named. */
  | {
      readonly kind: "volume";
      readonly name: string | null;
      readonly target: string;
      readonly readOnly: boolean;
    }
  /** A file or folder of the seat. */
  | { readonly kind: "bind"; readonly source: string; readonly target: string; readonly readOnly: boolean };

/** One container in a student's seat. Every word of it is the seat's claim: show it as text only. */
export interface SeatContainer {
  /** 64 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly state: "created" | "running" | "paused" | "restarting" | "removing" | "exited" | "dead";
  /** In the engine's words: "Up 3 minutes (healthy)". */
  readonly status: string;
  /** Of one that has ended. */
  readonly exitCode: number | null;
  /** Null for a container that no `docker compose up` has made. */
  readonly compose: ComposePlace | null;
  /** Null without a health check, and for what does not run. */
  readonly health: ContainerHealth | null;
  /** Each port once, lowest first. */
  readonly ports: readonly ContainerPort[];
  /** Names of the networks that it has joined. */
  readonly networks: readonly string[];
  readonly mounts: readonly ContainerMount[];
}

/** A network that somebody made; those of the engine itself are left out. */
export interface SeatNetwork {
  readonly name: string;
  /** Of docker compose; null when it did not make it. */
  readonly project: string | null;
  /** Nothing in it reaches beyond it. */
  readonly internal: boolean;
}

/** A volume with a name. */
export interface SeatVolume {
  readonly name: string;
  readonly project: string | null;
  /** Whether any container, running or not, has it. */
  readonly used: boolean;
}

/**
 * What is in a student's seat now: containers that run, those of compose projects whether they run or not, and what
 * they share.
 */
export interface SeatContainers {
  readonly seat: SeatState | "unavailable";
  readonly containers: readonly SeatContainer[];
  /** There are more containers than are listed. */
  readonly more: boolean;
  readonly networks: readonly SeatNetwork[];
  readonly volumes: readonly SeatVolume[];
  /** Volumes without a name that no container has any more. */
  readonly unnamedVolumes: number;
}
