import { posix } from "node:path";
import type { Config } from "../../server/config.ts";
import type { IncusConnection } from "../../server/seats/incus/connection.ts";
import { execInInstance } from "../../server/seats/incus/exec.ts";
import { pushFile } from "../../server/seats/incus/push-file.ts";
import { setInstanceState } from "../../server/seats/incus/set-state.ts";
import { waitEngine } from "../../server/seats/wait-engine.ts";
import { retry } from "../retry.ts";
import { explainPull } from "../seat-host/explain-pull.ts";
import { layout } from "../seat-host/layout.ts";
import { PullError } from "../seat-host/pull-error.ts";
import { fromInside, isLoopback } from "../services/allow-lists.ts";

const PULL_TIMEOUT_MS = 1_200_000;
const PULLS = 3;
const DOCKER_HUB = "https://registry-1.docker.io";
const PUBLIC_INDEX = "https://pypi.org/simple";

/**
 * Gets the courses' base images from the registry, through the proxy, and tells builds of the way out. Throws
 * PullError when the registry does not give one.
 */
export async function pullBaseImages(
  incus: IncusConnection,
  instance: string,
  options: {
    readonly config: Config;
    readonly images: readonly string[];
    readonly report: (line: string) => void;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { config, report, signal } = options;
  const { host } = new URL(config.REGISTRY);
  await useRegistry(incus, instance, config.REGISTRY);
  await run(["mkdir", "-p", "/root/.docker"]);
  const proxy = `http://${layout.servicesAddress}:${layout.proxyPort}`;
  await pushFile(
    incus,
    instance,
    "/root/.docker/config.json",
    JSON.stringify({
      proxies: { default: { httpProxy: proxy, httpsProxy: proxy, noProxy: noProxy() } },
    }),
  );
  for (const image of options.images) {
    report(`base image ${image} from ${host}`);
    await retry(() => pull(image), { times: PULLS, report, signal });
    if (config.PACKAGE_INDEX !== PUBLIC_INDEX) await useIndex(image);
  }

  async function pull(image: string): Promise<void> {
    const options = { timeoutMs: PULL_TIMEOUT_MS };
    const pulled = await execInInstance(incus, instance, ["docker", "pull", "--quiet", image], options);
    if (pulled.exitCode === 0) return;
    const log = await execInInstance(incus, instance, ["tail", "--lines=20", "/var/log/dockerd.log"]);
    throw new PullError(image, host, explainPull(pulled.stderr, log.stdout, config.REGISTRY));
  }

  /** pip has no build argument of its own; every image gets its configuration in one small layer. */
  async function useIndex(image: string): Promise<void> {
    const index = fromInside(config.PACKAGE_INDEX);
    const trusted = index.protocol === "http:" || isLoopback(config.PACKAGE_INDEX);
    const settings = ["[global]", `index-url = ${index.href}`];
    if (trusted) settings.push(`trusted-host = ${index.hostname}`);
    const folder = "/tmp/package-index";
    await run(["mkdir", "-p", folder]);
    await pushFile(incus, instance, posix.join(folder, "pip.conf"), `${settings.join("\n")}\n`);
    // By COPY and not by RUN, because not every image has a shell.
    const dockerfile = `FROM ${image}\nCOPY pip.conf /etc/pip.conf\n`;
    await pushFile(incus, instance, posix.join(folder, "Dockerfile"), dockerfile);
    await run(["docker", "build", "--quiet", "--network", "none", "--tag", image, folder]);
    await run(["rm", "-r", folder]);
  }

  async function run(command: readonly string[]): Promise<void> {
    const result = await execInInstance(incus, instance, command, { timeoutMs: PULL_TIMEOUT_MS });
    if (result.exitCode !== 0)
      throw new Error(
        `${command.slice(0, 3).join(" ")} in the golden seat: ${result.stderr.trim().slice(-800)}`,
      );
  }
}

/** Addresses that a build reaches without the proxy. */
export const noProxy = () =>
  `localhost,127.0.0.1,::1,services,registry,${layout.servicesAddress},172.16.0.0/12`;

/** Pulls go through the class's mirror; where that fails, straight to the registry that it mirrors. */
async function useRegistry(incus: IncusConnection, instance: string, registry: string): Promise<void> {
  const url = fromInside(registry);
  const mirror = `services:${layout.mirrorPort}`;
  const read = await execInInstance(incus, instance, ["cat", "/etc/docker/daemon.json"]);
  const settings = JSON.parse(read.stdout) as Record<string, unknown>;
  const isHub = registry === DOCKER_HUB;
  const isInsecure = url.protocol === "http:" || isLoopback(registry);
  settings["registry-mirrors"] = [`http://${mirror}`, ...(isHub ? [] : [url.origin])];
  settings["insecure-registries"] = [
    ...(settings["insecure-registries"] as string[]),
    mirror,
    ...(isInsecure ? [url.host] : []),
  ];
  await pushFile(incus, instance, "/etc/docker/daemon.json", JSON.stringify(settings, null, 2));
  await setInstanceState(incus, instance, "stop", { timeoutSeconds: 30 });
  await setInstanceState(incus, instance, "start");
  await waitEngine(incus, instance);
}
