import { describe, expect, it } from "vitest";
import { judgeConfig } from "./judge-config.ts";
import { keyLines } from "./line-of-key.ts";

const PROJECT = "/workspace/lab";
const clean = {
  name: "lab",
  networks: { default: { name: "lab_default", ipam: {} } },
  volumes: { data: { name: "lab_data" } },
  services: {
    api: {
      build: { context: PROJECT, dockerfile: "Dockerfile" },
      command: null,
      entrypoint: null,
      networks: { default: null },
      ports: [{ mode: "ingress", target: 8000, published: "8000", protocol: "tcp" }],
      healthcheck: { test: ["CMD", "true"], interval: "5s" },
      privileged: false,
    },
    prometheus: {
      image: "prom/prometheus:latest",
      depends_on: { api: { condition: "service_started", required: true } },
      volumes: [
        {
          type: "bind",
          source: `${PROJECT}/prometheus.yml`,
          target: "/etc/prometheus/prometheus.yml",
          read_only: true,
        },
        { type: "volume", source: "data", target: "/prometheus", volume: {} },
      ],
    },
  },
};
const project = { folder: PROJECT, files: ["compose.yaml", "prometheus.yml", "db_password.txt"] };
const verdict = (config: unknown) => judgeConfig(config, project, () => null);
const withService = (more: object) =>
  verdict({ ...clean, services: { api: { ...clean.services.api, ...more } } });

describe("judgeConfig", () => {
  it("lets an ordinary pair of services through and says what they are", () => {
    expect(verdict(clean)).toEqual({
      violations: [],
      services: [
        expect.objectContaining({ name: "api", image: null, builds: true, healthcheck: "overridden" }),
        expect.objectContaining({
          ...{ name: "prometheus", image: "prom/prometheus:latest", builds: false },
          healthcheck: "inherited",
        }),
      ],
    });
  });

  it("says who is a job, who has a command of its own, and what is published", () => {
    const { services } = verdict({
      services: {
        migrate: { build: {}, entrypoint: ["migrate"], command: null },
        seed: { build: {}, command: ["python", "seed.py"] },
        api: {
          build: {},
          command: null,
          entrypoint: null,
          ports: [{ mode: "ingress", target: 8000, published: "80", protocol: "tcp" }],
          depends_on: {
            migrate: { condition: "service_completed_successfully", required: true },
            seed: { condition: "service_started", required: true },
          },
        },
      },
    });
    expect(
      services.map(({ name, isJob, hasOwnCommand, ports }) => [name, isJob, hasOwnCommand, ports]),
    ).toEqual([
      ["migrate", true, true, []],
      ["seed", false, true, []],
      ["api", false, false, [8000]],
    ]);
  });

  it.each<[string, object]>([
    ["services.api.privileged", { privileged: true }],
    ["services.api.network_mode", { network_mode: "host" }],
    ["services.api.network_mode", { network_mode: "container:abc" }],
    ["services.api.pid", { pid: "host" }],
    ["services.api.ipc", { ipc: "host" }],
    ["services.api.uts", { uts: "host" }],
    ["services.api.userns_mode", { userns_mode: "host" }],
    ["services.api.cgroup", { cgroup: "host" }],
    ["services.api.cgroup_parent", { cgroup_parent: "/" }],
    ["services.api.cap_add", { cap_add: ["SYS_ADMIN"] }],
    ["services.api.devices", { devices: [{ source: "/dev/kvm", target: "/dev/kvm" }] }],
    ["services.api.security_opt.0", { security_opt: ["seccomp:unconfined"] }],
    [
      "services.api.volumes.0.source",
      { volumes: [{ type: "bind", source: "/var/run/docker.sock", target: "/s" }] },
    ],
    [
      "services.api.volumes.0.source",
      { volumes: [{ type: "bind", source: `${PROJECT}/../../etc`, target: "/s" }] },
    ],
    [
      "services.api.volumes.0.source",
      { volumes: [{ type: "bind", source: `${PROJECT}-other`, target: "/s" }] },
    ],
    ["services.api.volumes.0", { volumes: [{ type: "bind", source: PROJECT, target: "/app" }] }],
    [
      "services.api.volumes.0",
      { volumes: [{ type: "bind", source: `${PROJECT}/data`, target: "/data", read_only: false }] },
    ],
    [
      "services.api.volumes.0",
      { volumes: [{ type: "bind", source: `${PROJECT}/data/../compose.yaml/x`, target: "/data" }] },
    ],
    ["services.api.volumes.0", { volumes: [{ type: "npipe", source: "x", target: "/s" }] }],
    ["services.api.volumes_from", { volumes_from: ["container:x"] }],
    ["services.api.build.context", { build: { context: "https://example.org/x.git" } }],
    ["services.api.build.context", { build: { context: "/" } }],
    ["services.api.build.dockerfile", { build: { context: PROJECT, dockerfile: "../../x" } }],
    ["services.api.build.privileged", { build: { context: PROJECT, privileged: true } }],
    ["services.api.build.network", { build: { context: PROJECT, network: "host" } }],
    ["services.api.build.entitlements", { build: { context: PROJECT, entitlements: ["security.insecure"] } }],
    [
      "services.api.build.additional_contexts.x",
      { build: { context: PROJECT, additional_contexts: { x: "/etc" } } },
    ],
    ["services.api.runtime", { runtime: "other" }],
    ["services.api.sysctls", { sysctls: { "net.ipv4.ip_forward": "1" } }],
    ["services.api.provider", { provider: { type: "anything" } }],
    ["services.api.post_start", { post_start: [{ command: "x", privileged: true }] }],
    ["services.api.logging.driver", { logging: { driver: "syslog" } }],
    ["services.api.deploy.replicas", { deploy: { replicas: 500 } }],
    [
      "services.api.deploy.resources.reservations.devices",
      { deploy: { resources: { reservations: { devices: [{}] } } } },
    ],
    ["services.api.key_of_tomorrow", { key_of_tomorrow: true }],
  ])("refuses %s", (key, more) => {
    expect(withService(more).violations.map((one) => one.key)).toEqual([key]);
  });

  it.each<[string, object]>([
    [
      "volumes.data.driver_opts",
      { volumes: { data: { driver_opts: { type: "none", o: "bind", device: "/" } } } },
    ],
    ["volumes.data.external", { volumes: { data: { external: true } } }],
    ["networks.default.driver", { networks: { default: { driver: "macvlan" } } }],
    ["networks.default.external", { networks: { default: { external: true } } }],
    ["configs.a.file", { configs: { a: { file: "/etc/shadow" } } }],
    ["secrets.a.file", { secrets: { a: { file: `${PROJECT}/../x` } } }],
    ["secrets.a.file", { secrets: { a: { file: "/root/.docker/config.json" } } }],
    ["secrets.a.external", { secrets: { a: { external: true } } }],
    ["secrets.a.driver", { secrets: { a: { driver: "other", file: `${PROJECT}/db_password.txt` } } }],
    ["secrets.a.template_driver", { secrets: { a: { template_driver: "golang" } } }],
    ["volumes.data.driver", { volumes: { data: { driver: "sshfs" } } }],
    ["include", { include: ["x"] }],
  ])("refuses %s", (key, more) => {
    expect(verdict({ ...clean, ...more }).violations.map((one) => one.key)).toEqual([key]);
  });

  it("lets a database keep its data in a volume and take its password from a file of the project", () => {
    const db = {
      image: "postgres:15",
      environment: { POSTGRES_PASSWORD_FILE: "/run/secrets/db_password" },
      secrets: [{ source: "db_password", target: "/run/secrets/db_password" }],
      volumes: [{ type: "volume", source: "data", target: "/var/lib/postgresql/data", volume: {} }],
      healthcheck: { test: ["CMD", "pg_isready"], interval: "2s", retries: 15 },
      restart: "unless-stopped",
    };
    const secrets = { db_password: { name: "lab_db_password", file: `${PROJECT}/db_password.txt` } };
    expect(verdict({ ...clean, services: { ...clean.services, db }, secrets }).violations).toEqual([]);
  });

  it("lets single files be mounted to be written to, and folders to be read", () => {
    const volumes = [
      { type: "bind", source: `${PROJECT}/./prometheus.yml`, target: "/etc/prometheus/prometheus.yml" },
      { type: "bind", source: `${PROJECT}/rules`, target: "/rules", read_only: true },
    ];
    expect(withService({ volumes }).violations).toEqual([]);
  });

  it.each([
    { security_opt: ["no-new-privileges:true"] },
    { cap_drop: ["ALL"], read_only: true, user: "1000", tmpfs: ["/tmp"] },
    { network_mode: "service:api" },
    { "x-note": 1, devices: [], cap_add: null },
    { deploy: { replicas: 1, resources: { limits: { memory: "1" } } } },
  ])("allows %j", (more) => {
    expect(withService(more).violations).toEqual([]);
  });

  it("tells a health check that is switched off from one that is inherited", () => {
    const of = (healthcheck: unknown) => withService({ healthcheck }).services[0]?.healthcheck;
    expect(of({ disable: true })).toBe("disabled");
    expect(of({ test: ["NONE"] })).toBe("disabled");
    expect(of({ interval: "1s" })).toBe("inherited");
    expect(of(null)).toBe("inherited");
  });

  it.each([null, 7, [], "x", { services: { a: 7 } }, { services: [] }])("bears nonsense: %j", (config) => {
    expect(() => verdict(config)).not.toThrow();
  });
});

describe("keyLines", () => {
  const text =
    "services:\n  api:\n    build: .\n    volumes:\n      - .:/app\n      - /etc:/x\n  prometheus:\n    image: x\n";
  it.each<[string[], number | null]>([
    [["services", "api"], 2],
    [["services", "api", "volumes", "1", "source"], 6],
    [["services", "api", "nothing"], 2],
    [["services", "prometheus", "image"], 8],
    [["else"], null],
  ])("%j", (path, line) => {
    expect(keyLines(text)(path)).toBe(line);
  });

  it("bears a file that is no YAML", () => {
    expect(keyLines("{[}: \t - a\n\0")(["services"])).toBeNull();
  });
});
