import { fileURLToPath } from "node:url";
import type { SystemImage } from "../make-system-image.ts";

const recipe = fileURLToPath(new URL(".", import.meta.url));

/** The system of the services instance: squid as the seats' way out, nginx for the package index, the registries. */
export const servicesImage: Pick<SystemImage, "name" | "recipe" | "inputs" | "files" | "prepare"> = {
  name: "drydock-services",
  recipe,
  inputs: ["packages.txt", "init", "services-image.ts"],
  files: [{ name: "init", target: "/sbin/init", mode: "755" }],
  prepare: [
    "mkdir -p /etc/drydock /var/lib/drydock-registry /var/lib/drydock-mirror",
    "useradd --system --no-create-home --shell /usr/sbin/nologin drydock-registry",
    "rm -f /usr/sbin/init",
  ],
};

/** Put there at each start, so that a change of them needs no new image. */
export const servicesFiles = [
  { name: "services-init", target: "/usr/local/sbin/services-init" },
  { name: "squid.conf", target: "/etc/squid/squid.conf" },
  { name: "nginx.conf", target: "/etc/nginx/nginx.conf" },
  { name: "registry.yml", target: "/etc/drydock/registry.yml" },
] as const;
