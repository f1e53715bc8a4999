import { openRegistryPassword, type RegistryStudent } from "../server/seats/registry-credential.ts";

const MAX_HEADER = 512;

/** Who a request comes from, by its Authorization header (Basic); null for anything but a student's own credential. */
export function readCaller(key: string, header: string | undefined): RegistryStudent | null {
  const encoded = /^basic ([\w+/]+=*)$/i.exec((header ?? "").slice(0, MAX_HEADER))?.[1];
  if (encoded === undefined) return null;
  const [, name, password] = /^([^:]+):(.*)$/.exec(Buffer.from(encoded, "base64").toString("utf8")) ?? [];
  if (name === undefined || password === undefined) return null;
  const realm = openRegistryPassword(key, name, password);
  return realm === null ? null : { realm, name };
}
