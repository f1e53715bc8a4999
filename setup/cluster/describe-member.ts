import { z } from "zod";
import type { IncusConnection } from "../../server/seats/incus/connection.ts";
import { incusRequest } from "../../server/seats/incus/request.ts";

const shape = z.object({
  environment: z.object({
    server_clustered: z.boolean().default(false),
    server_name: z.string().default(""),
  }),
});

/** A daemon's own name in its cluster; null when it stands alone. Fails while the cluster has no majority. */
export async function describeMember(incus: IncusConnection): Promise<string | null> {
  const { environment } = shape.parse((await incusRequest(incus, "GET", "/1.0")).metadata);
  return environment.server_clustered ? environment.server_name : null;
}
