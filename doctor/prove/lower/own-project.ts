import type { Config } from "../../../server/config.ts";
import { seatHostDirectory } from "../../../server/config.ts";
import { incusFind } from "../../../server/seats/incus/find.ts";
import { incusRequest } from "../../../server/seats/incus/request.ts";
import { setInstanceState } from "../../../server/seats/incus/set-state.ts";
import { incusCall } from "../../../server/seats/incus/wait-operation.ts";
import { layout } from "../../../setup/seat-host/layout.ts";
import { seatHostPaths } from "../../../setup/seat-host/paths.ts";
import type { Machine } from "../../machine.ts";
import { ownInstances } from "../../realm.ts";
import type { Edit, Lowered } from "../wall.ts";

/**
 * A project of the doctor's own, with the walls of the seats' project but for these settings (null: without it). The
 * copy makes its seats there, as root: the certificate of the machine's own site never gets into it.
 */
export const inOwnProject =
  (changes: Readonly<Record<string, string | null>>) =>
  async ({ root }: Machine, doctor: Config): Promise<Lowered> => {
    const name = ownInstances(doctor);
    await removeOwnProject(root, doctor);
    const { metadata } = await incusRequest(root, "GET", `/1.0/projects/${layout.project}`);
    const { config } = metadata as { config: Record<string, string> };
    const wanted = Object.entries({ ...config, ...changes }).filter(([, value]) => value !== null);
    await incusCall(root, "POST", "/1.0/projects", {
      body: { name, description: "A proof of the doctor's", config: Object.fromEntries(wanted) },
    });
    return { edits: connectTo(doctor, name), undo: () => removeOwnProject(root, doctor) };
  };

const connectTo = (doctor: Config, project: string): readonly Edit[] => {
  const file = "server/seats/connect-seat-host.ts";
  const socket = seatHostPaths(seatHostDirectory(doctor)).rootSocket;
  return [
    {
      file,
      find: "import { connectByCertificate, type",
      put: "import { connectByRootSocket, connectByCertificate, type",
    },
    {
      file,
      find: "createIncusWorld(await openConnection(config), config)",
      put: `createIncusWorld(connectByRootSocket(${JSON.stringify(socket)}, ${JSON.stringify(project)}), config)`,
    },
  ];
};

/** With all that is in it; nothing when there is none. */
export async function removeOwnProject(root: Machine["root"], doctor: Config): Promise<void> {
  const name = ownInstances(doctor);
  if ((await incusFind(root, `/1.0/projects/${name}`)) === null) return;
  const there = { ...root, project: name };
  const of = async (path: string) =>
    (await incusRequest(there, "GET", path, { query: { recursion: "1" } })).metadata as {
      name: string;
      status: string;
    }[];
  for (const instance of await of("/1.0/instances")) {
    if (instance.status !== "Stopped") await setInstanceState(there, instance.name, "stop", { force: true });
    await incusCall(there, "DELETE", `/1.0/instances/${instance.name}`);
  }
  for (const profile of await of("/1.0/profiles"))
    if (profile.name !== "default") await incusCall(there, "DELETE", `/1.0/profiles/${profile.name}`);
  await incusCall(root, "DELETE", `/1.0/projects/${name}`);
}
