import path from "node:path";

/** Files of the private seat host, all below one directory that only root can write. */
export interface SeatHostPaths {
  readonly directory: string;
  /** Holder: who is connected here keeps the seat host up. */
  readonly holdSocket: string;
  readonly log: string;
  readonly incusDirectory: string;
  /** The daemon's own socket: all rights, root only. */
  readonly rootSocket: string;
  /** Leads to the HTTPS API inside the namespace: group drydock. */
  readonly apiSocket: string;
  readonly clientCertificate: string;
  readonly clientKey: string;
  readonly serverCertificate: string;
  /** Makes the credentials of the class registry: root only. */
  readonly registryKey: string;
  readonly cache: string;
  /** Folder in the hierarchies of cgroup v1 that its processes live below. */
  readonly cgroup: string;
  /** User and group ids for its seats, "first:count". */
  readonly userIds: string;
}

/** What keeps a seat host apart from another on the same machine, besides its directory. */
export type Apart = Pick<SeatHostPaths, "cgroup" | "userIds">;

const MACHINES_OWN: Apart = { cgroup: "drydock-seats", userIds: "1000000:1000000000" };

export function seatHostPaths(directory: string, apart = MACHINES_OWN): SeatHostPaths {
  const at = (name: string) => path.join(directory, name);
  return {
    directory,
    holdSocket: at("hold.sock"),
    log: at("holder.log"),
    incusDirectory: at("incus"),
    rootSocket: at("incus/unix.socket"),
    apiSocket: at("incus.sock"),
    clientCertificate: at("client.crt"),
    clientKey: at("client.key"),
    serverCertificate: at("server.crt"),
    registryKey: at("registry.key"),
    cache: at("cache"),
    ...apart,
  };
}
