import { X509Certificate } from "node:crypto";
import { access, chmod, chown, copyFile, readFile, rm } from "node:fs/promises";
import type { IncusConnection } from "../../server/seats/incus/connection.ts";
import { incusFind } from "../../server/seats/incus/find.ts";
import { incusCall } from "../../server/seats/incus/wait-operation.ts";
import { runCommand } from "../run-command.ts";
import { layout } from "./layout.ts";
import type { SeatHostPaths } from "./paths.ts";

/** The web process's client certificate: restricted to our project, readable by root and its group alone. */
export async function ensureCertificate(
  incus: IncusConnection,
  paths: SeatHostPaths,
  groupId: number,
): Promise<void> {
  const usable = await readFile(paths.clientCertificate, "utf8")
    .then((text) => new Date(new X509Certificate(text).validTo).getTime() - Date.now() > 30 * 86_400_000)
    .catch(() => false);
  if (!usable) {
    await rm(paths.clientKey, { force: true });
    await runCommand("openssl", [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
      ...[
        "-days",
        "3650",
        "-subj",
        "/CN=drydock-web",
        "-keyout",
        paths.clientKey,
        "-out",
        paths.clientCertificate,
      ],
    ]);
  }
  // All members of a cluster show the cluster's.
  const shown = `${paths.incusDirectory}/cluster.crt`;
  const clustered = await access(shown).then(
    () => true,
    () => false,
  );
  await copyFile(clustered ? shown : `${paths.incusDirectory}/server.crt`, paths.serverCertificate);
  for (const file of [paths.clientKey, paths.clientCertificate, paths.serverCertificate]) {
    await chown(file, 0, groupId);
    await chmod(file, 0o640);
  }
  const certificate = new X509Certificate(await readFile(paths.clientCertificate, "utf8"));
  const fingerprint = certificate.fingerprint256.replaceAll(":", "").toLowerCase();
  const body = {
    name: "drydock-web",
    type: "client",
    restricted: true,
    projects: [layout.project],
    certificate: certificate.raw.toString("base64"),
  };
  if ((await incusFind(incus, `/1.0/certificates/${fingerprint}`)) === null)
    await incusCall(incus, "POST", "/1.0/certificates", { body });
}
