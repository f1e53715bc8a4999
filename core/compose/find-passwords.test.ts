import { describe, expect, it } from "vitest";
import { findPasswords } from "./find-passwords.ts";

const file = (service: string) => `services:\n  db:\n    image: postgres:15\n${service}\n`;
const paths = (service: string, known: string[] = []) =>
  findPasswords(file(service), known).map(({ path }) => path.join("."));

describe("findPasswords", () => {
  it.each<[string, string, string]>([
    [
      "a value",
      "    environment:\n      POSTGRES_PASSWORD: ink",
      "services.db.environment.POSTGRES_PASSWORD",
    ],
    ["a number", "    environment:\n      DB_PASSWD: 1234", "services.db.environment.DB_PASSWD"],
    ["a list", "    environment:\n      - A=b\n      - API_KEY=xyz", "services.db.environment.1"],
    [
      "a default",
      "    environment:\n      POSTGRES_PASSWORD: ${PASSWORD:-ink}",
      "services.db.environment.POSTGRES_PASSWORD",
    ],
    [
      "half a variable",
      "    environment:\n      POSTGRES_PASSWORD: ink${SUFFIX}",
      "services.db.environment.POSTGRES_PASSWORD",
    ],
    [
      "an address",
      "    environment:\n      DATABASE_URL: postgresql://user:pass@db:5432/mldb",
      "services.db.environment.DATABASE_URL",
    ],
    ["an address in a command", "    command: run --to postgresql://u:p@db/x", "services.db.command"],
    [
      "a build argument",
      "    build:\n      context: .\n      args:\n        TOKEN: abc",
      "services.db.build.args.TOKEN",
    ],
    [
      "nobody is asked",
      "    environment:\n      POSTGRES_HOST_AUTH_METHOD: trust",
      "services.db.environment.POSTGRES_HOST_AUTH_METHOD",
    ],
  ])("finds %s", (_name, service, path) => {
    expect(paths(service)).toEqual([path]);
  });

  it("finds one behind an anchor", () => {
    const text =
      "x-login: &login\n  PASSWORD: ink\nservices:\n  db:\n    environment:\n      <<: *login\n      NAME: x\n";
    expect(findPasswords(text, []).map(({ path }) => path.at(-1))).toEqual(["PASSWORD"]);
  });

  it("finds what a secret's file holds, wherever it stands, and tells nobody", () => {
    const found = findPasswords(file("    labels:\n      note: 3f9c1d70b2e8"), ["3f9c1d70b2e8"]);
    expect(found).toHaveLength(1);
    expect(JSON.stringify(found)).not.toContain("3f9c1d70b2e8");
  });

  it.each([
    "    environment:\n      POSTGRES_PASSWORD_FILE: /run/secrets/db_password",
    "    environment:\n      POSTGRES_PASSWORD: ${DB_PASSWORD}",
    "    environment:\n      POSTGRES_PASSWORD: ${DB_PASSWORD:?say it in .env}",
    "    environment:\n      - POSTGRES_PASSWORD=$DB_PASSWORD",
    "    environment:\n      POSTGRES_PASSWORD:",
    "    environment:\n      - POSTGRES_PASSWORD",
    "    environment:\n      URL: postgresql://user:${DB_PASSWORD}@db/x",
    "    environment:\n      URL: http://db:5432/a@b",
    "    environment:\n      POSTGRES_USER: reader\n      COMPASS: north",
    "    secrets:\n      - db_password",
  ])("leaves alone: %s", (service) => {
    expect(paths(service, ["", "db"])).toEqual([]);
  });

  it.each(["", "{[}: \t", "services: 7", "services:\n  a: *nothing", "- a\n- b"])("bears %j", (text) => {
    expect(() => findPasswords(text, ["secret"])).not.toThrow();
  });
});

describe("passwords in commands, and defaults", () => {
  const reasons = (service: string) =>
    findPasswords(`services:\n  db:\n    ${service}\n`, []).map(({ reason }) => reason);

  it.each([
    "environment: { POSTGRES_PASSWORD: '${X:-}' }",
    "environment: { POSTGRES_PASSWORD: '${X-}' }",
    `healthcheck: { test: 'PGPASSWORD="$$(cat /run/secrets/pg)" pg_isready' }`,
    "command: ['sh', '-c', 'POSTGRES_PASSWORD_FILE=/run/secrets/pg exec postgres']",
  ])("leaves alone: %s", (service) => expect(reasons(service)).toEqual([]));

  it.each([
    "environment: { POSTGRES_PASSWORD: '${X:-tulip}' }",
    "healthcheck: { test: 'PGPASSWORD=tulip pg_isready' }",
    "healthcheck: { test: ['CMD-SHELL', 'PGPASSWORD=tulip psql'] }",
    "command: sh -c 'API_TOKEN=tulip exec serve'",
  ])("finds: %s", (service) => expect(reasons(service)).toHaveLength(1));
});
