import { z } from "zod";
import type { IncusConnection } from "../../server/seats/incus/connection.ts";
import { incusRequest } from "../../server/seats/incus/request.ts";

const shape = z.array(z.object({ server_name: z.string(), status: z.string() }));

/** Names of the cluster's members that are there now. */
export async function listMembers(incus: IncusConnection): Promise<string[]> {
  const answer = await incusRequest(incus, "GET", "/1.0/cluster/members", { query: { recursion: "1" } });
  return shape
    .parse(answer.metadata)
    .filter(({ status }) => status === "Online")
    .map(({ server_name }) => server_name);
}
