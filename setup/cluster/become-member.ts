import { hostname } from "node:os";
import type { Config } from "../../server/config.ts";
import type { IncusConnection } from "../../server/seats/incus/connection.ts";
import { incusCall } from "../../server/seats/incus/wait-operation.ts";
import { layout } from "../seat-host/layout.ts";
import type { SeatHostPaths } from "../seat-host/paths.ts";
import type { MemberAddress } from "./member-address.ts";
import { runIncus } from "./run-incus.ts";

export interface Newcomer {
  readonly incus: IncusConnection;
  readonly paths: SeatHostPaths;
  /** A process in the seat host's namespaces. */
  readonly pid: number;
  readonly here: MemberAddress;
}

/**
 * Makes an empty daemon a member of the cluster that the token is from. Pool and networks come with it, under the
 * same names and with the same addresses as on every other member: each machine's seats have a network of their own.
 */
export async function joinCluster(newcomer: Newcomer, token: string, config: Config): Promise<void> {
  const poolKey = (key: string, value: string) => ({ entity: "storage-pool", name: layout.pool, key, value });
  // Numbers and our own names; YAML reads JSON.
  const preseed = JSON.stringify({
    cluster: {
      enabled: true,
      server_address: `${newcomer.here.address}:${layout.apiPort}`,
      cluster_token: token,
      member_config: [poolKey("size", `${config.SEAT_POOL}B`), poolKey("source", "")],
    },
  });
  const { paths, pid } = newcomer;
  await runIncus(paths, ["admin", "init", "--preseed"], { pid, input: preseed });
}

/** Makes a daemon the first member of a cluster; what it has stays. */
export async function foundCluster(newcomer: Newcomer): Promise<void> {
  const address = `${newcomer.here.address}:${layout.apiPort}`;
  const set = (config: Readonly<Record<string, string>>) =>
    incusCall(newcomer.incus, "PATCH", "/1.0", { body: { config } });
  await set({ "cluster.https_address": address });
  const name =
    hostname()
      .split(".")[0]
      ?.replaceAll(/[^a-zA-Z0-9-]/g, "-") ?? "";
  await runIncus(newcomer.paths, ["cluster", "enable", name === "" ? "first" : name], { pid: newcomer.pid });
  await set({
    // A member takes an image when it first needs it; the seat image only the first one ever does.
    "cluster.images_minimal_replica": "1",
  });
}
