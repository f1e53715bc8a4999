import { describe, expect, it } from "vitest";
import type { ComposeServiceModel } from "../../../core/compose/judge-config.ts";
import { containerInspect } from "../../docker/engine-schemas.ts";
import { findServices, isRepository } from "./find-services.ts";
import { findTarget, parseTarget } from "./find-target.ts";

const service = (
  name: string,
  image: string | null,
  builds = false,
  more: Partial<ComposeServiceModel> = {},
): ComposeServiceModel => ({
  name,
  image,
  builds,
  healthcheck: "inherited",
  hasOwnCommand: false,
  isJob: false,
  ports: [],
  ...more,
});
const names = { image: "wine-api:latest", port: 8000, prometheusImage: "prom/prometheus" };

describe("findServices", () => {
  it.each<[string, ComposeServiceModel[], [string | null, string | null]]>([
    ["build and image", [service("web", null, true), service("p", "prom/prometheus:v2.42.0")], ["web", "p"]],
    ["an image by name", [service("p", "docker.io/prom/prometheus"), service("a", "wine-api")], ["a", "p"]],
    ["the image before any build", [service("x", null, true), service("a", "wine-api:latest")], ["a", null]],
    [
      "a Prometheus that is built",
      [service("a", null, true), service("p", "prom/prometheus", true)],
      ["a", null],
    ],
    ["somebody else's Prometheus", [service("p", "evil/prometheus")], [null, null]],
    ["nothing", [], [null, null]],
    [
      "a job made of the same folder, before it",
      [service("a-check", null, true, { isJob: true }), service("api", null, true)],
      ["api", null],
    ],
    [
      "a worker with a command of its own, before it",
      [service("train", null, true, { hasOwnCommand: true }), service("web", null, true)],
      ["web", null],
    ],
    [
      "two that stay up, one of which is published",
      [service("admin", null, true, { ports: [9000] }), service("web", null, true, { ports: [8000] })],
      ["web", null],
    ],
    [
      "the only one, whatever its command",
      [service("web", null, true, { hasOwnCommand: true, ports: [8000] })],
      ["web", null],
    ],
    [
      "a job of the image, and a service that builds something else",
      [service("m", "wine-api", false, { isJob: true }), service("web", null, true, { ports: [8000] })],
      ["m", null],
    ],
  ])("%s", (_name, services, [api, prometheus]) => {
    const found = findServices(services, names);
    expect([found.api?.name ?? null, found.prometheus?.name ?? null]).toEqual([api, prometheus]);
  });

  it.each([
    ["prom/prometheus", true],
    ["prom/prometheus:latest", true],
    [`prom/prometheus@sha256:${"a".repeat(64)}`, true],
    ["localhost:5000/prom/prometheus", false],
    ["prom/prometheus-evil", false],
  ])("%s", (image, same) => {
    expect(isRepository(image, "prom/prometheus")).toBe(same);
  });
});

describe("findTarget", () => {
  const inspect = containerInspect.parse({
    Id: "c".repeat(64),
    Name: "/drydock-api-1",
    State: { Status: "running", ExitCode: 0, OOMKilled: false, Pid: 7, Error: "" },
    Config: {},
    NetworkSettings: {
      Networks: { default: { IPAddress: "172.18.0.2", Aliases: ["wine"], DNSNames: ["api"] } },
    },
  });
  const target = (url: string, up = true) => ({ url, up, lastError: "", job: "j", instance: "i" });

  it.each([
    ["http://api:8000/metrics", true],
    ["http://wine:8000/metrics", true],
    ["http://drydock-api-1:8000/metrics", true],
    ["http://172.18.0.2:8000/metrics", true],
    ["http://localhost:8000/metrics", false],
    ["http://prometheus:9090/metrics", false],
    ["nonsense", false],
  ])("%s", (url, found) => {
    expect(findTarget([target(url)], { service: "api", inspect }) !== null).toBe(found);
  });

  it("prefers the target that is up", () => {
    const targets = [target("http://api:1/metrics", false), target("http://api:8000/metrics")];
    expect(findTarget(targets, { service: "api", inspect })?.up).toBe(true);
  });

  it("reads port and path, and no other scheme", () => {
    expect(parseTarget("http://api:8000/metrics?x=1")).toEqual({
      host: "api",
      port: 8000,
      path: "/metrics?x=1",
    });
    expect(parseTarget("http://api/m")?.port).toBe(80);
    expect(parseTarget("file:///etc/passwd")).toBeNull();
  });
});
