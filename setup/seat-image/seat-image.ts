import { fileURLToPath } from "node:url";
import type { SystemImage } from "../make-system-image.ts";

/** The system that every seat runs: a Docker Engine of its own, its command line tools, a few editors. */
export const seatImage: Pick<SystemImage, "name" | "recipe" | "inputs" | "files" | "prepare"> = {
  name: "drydock-seat",
  recipe: fileURLToPath(new URL(".", import.meta.url)),
  inputs: ["packages.txt", "init", "seat-init", "daemon.json", "bashrc", "seat-image.ts"],
  files: [
    { name: "init", target: "/sbin/init", mode: "755" },
    { name: "seat-init", target: "/usr/local/sbin/seat-init", mode: "755" },
    { name: "daemon.json", target: "/etc/docker/daemon.json", mode: "644" },
    { name: "bashrc", target: "/etc/bash.bashrc", mode: "644" },
  ],
  prepare: ["mkdir -p /etc/docker /root/.docker", "rm -f /usr/sbin/init", "ln -s vim.tiny /usr/bin/vim"],
};
