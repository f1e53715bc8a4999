import type { IncusConnection } from "../../server/seats/incus/connection.ts";
import { incusFind } from "../../server/seats/incus/find.ts";
import { findInstance } from "../../server/seats/incus/instance.ts";
import { incusRequest } from "../../server/seats/incus/request.ts";
import { incusCall } from "../../server/seats/incus/wait-operation.ts";
import { layout } from "../seat-host/layout.ts";
import type { SeatHostPaths } from "../seat-host/paths.ts";
import { runIncus } from "./run-incus.ts";

const IMAGE_KEY = "user.drydock.image";
const DESCRIPTION = "drydock golden seat";
const PUBLISH_MS = 1_200_000;

/**
 * The golden seat as an image: a copy of an instance stays on the instance's member or is sent whole, while an image
 * is unpacked once a member, and each seat there is a clone of that. Returns its fingerprint, the hash of what is in
 * it: the site's certificate, which may delete images of our project, can put no other under that name.
 * @param source "instance/snapshot" in the default project
 */
export async function publishGolden(
  incus: IncusConnection,
  paths: SeatHostPaths,
  source: string,
): Promise<string> {
  const golden = source.split("/")[0] ?? "";
  const inProject = { query: { project: layout.project } };
  const known = (await findInstance(incus, golden))?.instance.config[IMAGE_KEY];
  if (known !== undefined && (await incusFind(incus, `/1.0/images/${known}`, inProject)) !== null)
    return known;
  const done = await incusCall(incus, "POST", "/1.0/images", {
    body: {
      source: { type: "snapshot", name: source },
      properties: { description: DESCRIPTION },
      compression_algorithm: "zstd",
    },
    operationTimeoutMs: PUBLISH_MS,
  });
  const fingerprint = String(done?.metadata?.["fingerprint"]);
  const options = ["--project", "default", "--target-project", layout.project, "--mode", "relay"];
  await runIncus(paths, ["image", "copy", `local:${fingerprint}`, "local:", ...options]);
  await incusCall(incus, "DELETE", `/1.0/images/${fingerprint}`);
  await incusCall(incus, "PATCH", `/1.0/instances/${golden}`, {
    body: { config: { [IMAGE_KEY]: fingerprint } },
  });
  return fingerprint;
}

/** Images of golden seats that have been replaced. */
export async function removeOldGoldenImages(incus: IncusConnection, keep: string): Promise<void> {
  const answer = await incusRequest(incus, "GET", "/1.0/images", {
    query: { project: layout.project, recursion: "1" },
  });
  type Listed = { fingerprint: string; properties?: Record<string, string> };
  for (const { fingerprint, properties } of answer.metadata as Listed[])
    if (fingerprint !== keep && properties?.["description"] === DESCRIPTION)
      await incusCall(incus, "DELETE", `/1.0/images/${fingerprint}`, { query: { project: layout.project } });
}
