import { describe, expect, it } from "vitest";
import type { AdviceRule } from "../../advice/rules.ts";
import { foundIn, mend } from "../../advice/try-rule.ts";

const DOCKERFILE = 'FROM python:3.11-slim\nEXPOSE 8000\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0"]\n';
const files = (text: string, more: Readonly<Record<string, string>> = {}) => ({
  Dockerfile: DOCKERFILE,
  "compose.yaml": text,
  ...more,
});
const found = (rule: AdviceRule, text: string, more?: Readonly<Record<string, string>>) =>
  foundIn(rule, "compose.yaml", files(text, more));
const fixed = (rule: AdviceRule, text: string) => mend(text, found(rule, text));

const api = (...lines: string[]): string =>
  `services:\n  api:\n    build: .\n${lines.map((line) => `    ${line}\n`).join("")}  db:\n    image: postgres:15\n`;

describe("compose-ports", () => {
  it.each([
    ['ports: ["8000:80"]', 'ports: ["80:8000"]'],
    ['ports: ["127.0.0.1:8000:80"]', 'ports: ["127.0.0.1:80:8000"]'],
    ["ports: [9000:80/tcp]", "ports: [9000:8000/tcp]"],
  ])("finds %j", (line, after) => {
    expect(fixed("compose-ports", api(line))).toBe(api(after));
    expect(found("compose-ports", api(after))).toEqual([]);
  });
  it.each([
    'ports: ["8000:8000"]',
    'ports: ["80:8000"]',
    'ports: ["${PORT}:80"]',
    'ports: ["8000"]',
    'ports: ["8000:80"]\n    network_mode: host',
    'ports: ["8000:80"]\n    command: ["uvicorn", "--port", "80"]',
  ])("lets pass %j", (line) => expect(found("compose-ports", api(line))).toEqual([]));
  it("goes by the command before EXPOSE, by EXPOSE where the command tells nothing, and by well-known images", () => {
    const scripted = { Dockerfile: 'FROM a:1\nEXPOSE 5000\nCMD ["./start.sh"]\n' };
    expect(found("compose-ports", api('ports: ["8000:8000"]'), scripted)).toHaveLength(1);
    expect(found("compose-ports", api('ports: ["8000:8000"]'), { Dockerfile: "FROM a:1\n" })).toEqual([]);
    const prometheus = "services:\n  p:\n    image: prom/prometheus:v2.42.0\n    ports:\n      - 9091:3000\n";
    expect(fixed("compose-ports", prometheus)).toContain("- 9091:9090");
  });
});

describe("compose-localhost", () => {
  it.each([
    ["DATABASE_URL: postgresql://u@localhost:5432/x", "DATABASE_URL: postgresql://u@db:5432/x"],
    ["DATABASE_URL: postgresql://u@127.0.0.1/x", "DATABASE_URL: postgresql://u@db/x"],
    ["PGHOST: localhost", "PGHOST: db"],
    ["DB_ADDR: localhost:5432", "DB_ADDR: db:5432"],
  ])("finds %j", (line, after) => {
    const text = api("environment:", `  ${line}`);
    expect(fixed("compose-localhost", text)).toBe(api("environment:", `  ${after}`));
  });
  it("reads the list form", () => {
    const text = api("environment:", '  - "DATABASE_URL=postgresql://u@localhost:5432/x"');
    expect(fixed("compose-localhost", text)).toContain("u@db:5432");
  });
  it("offers no name where none is plain", () => {
    expect(
      found("compose-localhost", api("environment:", "  REDIS_URL: redis://localhost:6379")),
    ).toMatchObject([{ fix: null }]);
  });
  it.each([
    "environment: { PUBLIC_URL: 'http://localhost:8000' }",
    "environment: { ALLOWED: 'http://localhost:3001' }",
    "environment: { UVICORN_HOST: 127.0.0.1 }",
    "environment: { DATABASE_URL: 'postgresql://u@db:5432/x' }",
    "environment: { NOTE: 'not localhost:5432' }",
    "healthcheck: { test: curl -f http://localhost:8000 }",
    "network_mode: host\n    environment: { PGHOST: localhost }",
  ])("lets pass %j", (line) => expect(found("compose-localhost", api(line))).toEqual([]));

  const prometheus = (target: string): string =>
    `scrape_configs:\n  - job_name: api\n    static_configs:\n      - targets: ["${target}"]\n`;
  const inPrometheus = (text: string) =>
    foundIn("compose-localhost", "prometheus.yml", files(api(), { "prometheus.yml": text }));
  it("speaks of Prometheus's targets beside a Compose file", () => {
    const text = prometheus("localhost:8000");
    expect(mend(text, inPrometheus(text))).toBe(prometheus("api:8000"));
    expect(foundIn("compose-localhost", "prometheus.yml", { "prometheus.yml": text })).toEqual([]);
  });
  it("knows the port that the service opens", () => {
    const text = prometheus("api:9000");
    const findings = foundIn("compose-ports", "prometheus.yml", files(api(), { "prometheus.yml": text }));
    expect(mend(text, findings)).toBe(prometheus("api:8000"));
    const unknown = files(api(), { "prometheus.yml": prometheus("elsewhere:9000") });
    expect(foundIn("compose-ports", "prometheus.yml", unknown)).toEqual([]);
  });
  it.each(["api:8000", "localhost:9090"])("lets the target %s pass", (target) =>
    expect(inPrometheus(prometheus(target))).toEqual([]),
  );
});

describe("compose-waits", () => {
  const waits = (list: string, check = ""): string =>
    `services:\n  api:\n    build: .\n    depends_on:${list}\n  db:\n    image: postgres:15\n${check}  cache:\n    image: a/b:1\n`;
  const healthy = "    healthcheck:\n      test: pg_isready\n";
  it("offers conditions where there is a health check to wait for", () => {
    const after = waits(
      "\n      db:\n        condition: service_healthy\n      cache:\n        condition: service_started",
      healthy,
    );
    expect(fixed("compose-waits", waits("\n      - db\n      - cache", healthy))).toBe(after);
    expect(fixed("compose-waits", waits(" [db, cache]", healthy))).toBe(
      after.replace("depends_on:\n", "depends_on: \n"),
    );
    expect(found("compose-waits", after)).toEqual([]);
  });
  it("asks for one where a database has none", () => {
    expect(found("compose-waits", waits("\n      - db"))).toMatchObject([
      { fix: null, range: { startLine: 5 } },
    ]);
  });
  it.each([
    waits("\n      - cache"),
    waits("\n      - nobody"),
    waits("\n      db:\n        condition: service_healthy", healthy),
  ])("lets pass %j", (text) => expect(found("compose-waits", text)).toEqual([]));
});

describe("compose-password", () => {
  it.each([
    "POSTGRES_PASSWORD: pass",
    "API_KEY: abc",
    "DATABASE_URL: postgresql://user:pass@db/x",
    "POSTGRES_PASSWORD: 1234",
  ])("finds %j", (line) =>
    expect(found("compose-password", api("environment:", `  ${line}`))).toHaveLength(1),
  );
  it.each([
    "POSTGRES_PASSWORD: ${POSTGRES_PASSWORD}",
    "POSTGRES_PASSWORD_FILE: /run/secrets/db",
    "POSTGRES_PASSWORD:",
    "POSTGRES_USER: app",
    "DATABASE_URL: postgresql://user:${PASSWORD}@db/x",
  ])("lets pass %j", (line) =>
    expect(found("compose-password", api("environment:", `  ${line}`))).toEqual([]),
  );
});

describe("compose-version and the images", () => {
  it("takes the line out", () => {
    expect(fixed("compose-version", "version: '3.8'\nservices:\n  a:\n    image: a:1\n")).toBe(
      "services:\n  a:\n    image: a:1\n",
    );
    expect(found("compose-version", "services:\n  a:\n    labels: { version: '3' }\n")).toEqual([]);
  });
  it.each(["prom/prometheus", "prom/prometheus:latest"])("finds %s without a version", (name) => {
    const text = `services:\n  p:\n    image: ${name}\n`;
    expect(fixed("pinned-base", text)).toContain("image: prom/prometheus:v2.42.0\n");
  });
  it.each(["image: a/b:1", "image: ${IMAGE}", "image: a\n    build: .", `image: a@sha256:${"0".repeat(64)}`])(
    "lets pass %j",
    (line) => expect(found("pinned-base", `services:\n  p:\n    ${line}\n`)).toEqual([]),
  );
});

describe("yaml-tabs", () => {
  it.each(["services:\n\tapi:\n\t\timage: a:1\n", "services:\n  api:\n  \timage: a:1\n\tbuild: .\n"])(
    "finds %j",
    (text) => {
      const findings = found("yaml-tabs", text);
      expect(findings).toHaveLength(1);
      expect(mend(text, findings)).not.toContain("\t");
    },
  );
  it.each([
    "services:\n  api:\n    image: a:1 \t# a comment\n",
    "a: |\n  \ttabbed\n  \tagain\n",
    "a: 1\n\t\n",
  ])("lets pass %j", (text) => expect(found("yaml-tabs", text)).toEqual([]));
});

describe("a text that is no Compose file", () => {
  it.each(["", "- a", "services: x", "services:\n  - a", "{", "services:\n  api: &a\n    <<: *a\n"])(
    "has no findings: %j",
    (text) => expect(foundIn("compose-ports", "compose.yaml", { "compose.yaml": text })).toEqual([]),
  );
});
