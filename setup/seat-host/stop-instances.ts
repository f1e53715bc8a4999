import { closeConnection, connectByRootSocket } from "../../server/seats/incus/connection.ts";
import { incusRequest } from "../../server/seats/incus/request.ts";
import { setInstanceState } from "../../server/seats/incus/set-state.ts";
import { describeMember } from "../cluster/describe-member.ts";
import type { PrepareOptions } from "./prepare-seats.ts";

/** All at once: each takes about two seconds to stop its engine. Those of a cluster's other members run on. */
export async function stopInstances(options: Pick<PrepareOptions, "paths" | "report">): Promise<void> {
  const incus = connectByRootSocket(options.paths.rootSocket, "default");
  try {
    const member = await describeMember(incus);
    const answer = await incusRequest(incus, "GET", "/1.0/instances", {
      query: { "all-projects": "true", recursion: "1" },
      timeoutMs: 10_000,
    });
    type Listed = { name: string; project: string; status: string; location: string };
    const running = (answer.metadata as Listed[]).filter(
      ({ status, location }) => status !== "Stopped" && (member === null || location === member),
    );
    if (running.length > 0) options.report(`stopping ${running.length} running seats`);
    await Promise.all(
      running.map(({ name, project }) => {
        const there = { ...incus, project };
        return setInstanceState(there, name, "stop", { timeoutSeconds: 10 })
          .catch(() => setInstanceState(there, name, "stop", { force: true }))
          .catch(() => undefined);
      }),
    );
  } finally {
    closeConnection(incus);
  }
}
