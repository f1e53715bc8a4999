import { createHmac, timingSafeEqual } from "node:crypto";

/** Whose password it is: one student of one installation. */
export interface RegistryStudent {
  /** Installation (data directory): several may share a seat host, each with a registry of its own in there. */
  readonly realm: string;
  /** Name in the registry (core/registry/registry-name.ts). */
  readonly name: string;
}

/**
 * A student's password at the class registry: nothing is stored anywhere, whoever has the key can make it and tell
 * it from a made-up one. The key is the seat host's; the registry's door and the web process have it, seats never.
 */
export function registryPassword(key: string, { realm, name }: RegistryStudent): string {
  return `${realm}.${mac(key, realm, name)}`;
}

/** The realm that a password is for; null when it is not this name's. */
export function openRegistryPassword(key: string, name: string, password: string): string | null {
  const [, realm, given] = /^([0-9a-f]{32})\.([\w-]{43})$/.exec(password) ?? [];
  if (realm === undefined || given === undefined) return null;
  return timingSafeEqual(Buffer.from(mac(key, realm, name)), Buffer.from(given)) ? realm : null;
}

function mac(key: string, realm: string, name: string): string {
  return createHmac("sha256", Buffer.from(key, "base64url"))
    .update(`drydock registry\0${realm}\0${name}`)
    .digest("base64url");
}
