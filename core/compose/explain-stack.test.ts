import { describe, expect, it } from "vitest";
import { explainStack, type StackTrouble } from "./explain-stack.ts";
import { readStackModel } from "./stack-model.ts";

const REFUSED = 'connection to server at "db" (172.18.0.2), port 5432 failed: Connection refused';
const stack = (api: object, db: object = {}) =>
  readStackModel({
    services: { db: { image: "postgres:15", ...db }, api: { build: { context: "/x" }, ...api } },
  });
const waiting = { depends_on: { db: { condition: "service_healthy" } } };
const explain = (more: Partial<StackTrouble>) =>
  explainStack({ text: "", log: "", services: stack(waiting), database: "db", databasePort: 5432, ...more });

describe("explainStack", () => {
  it.each<[string, Partial<StackTrouble>, string]>([
    [
      "a tab",
      {
        text: "services:\n\tapi:\n",
        services: [],
        log: "yaml: line 2: found character that cannot start any token",
      },
      "Line 2 is indented by a tab",
    ],
    [
      "localhost",
      { services: stack({ ...waiting, environment: { DATABASE_HOST: "localhost" } }), log: REFUSED },
      "the name of its service, `db`",
    ],
    [
      "localhost in an address",
      {
        services: stack({ ...waiting, environment: { URL: "postgresql://u@127.0.0.1:5432/x" } }),
        log: REFUSED,
      },
      "URL of api",
    ],
    [
      "the port outside",
      {
        services: stack(
          { ...waiting, environment: { DATABASE_PORT: "5433" } },
          { ports: [{ target: 5432, published: "5433" }] },
        ),
        log: REFUSED,
      },
      "published outside",
    ],
    [
      "the port outside, in an address",
      { services: stack({ ...waiting, environment: { URL: "postgresql://u@db:5433/x" } }), log: REFUSED },
      "URL of api says 5433",
    ],
    [
      "another name",
      { log: 'could not translate host name "database" to address' },
      "names are those of the services: `db`, `api`",
    ],
    [
      "no health check",
      { log: "dependency failed to start: container x has no healthcheck configured" },
      "pg_isready",
    ],
    [
      "a port twice",
      { log: "Bind for 0.0.0.0:8080 failed: port is already allocated" },
      "Two services publish port 8080",
    ],
    [
      "a folder in a file's place",
      { log: 'error mounting "/workspace/lab/prometheus.yml" to rootfs: not a directory' },
      "makes a folder",
    ],
    [
      "asked too early",
      { services: stack({}), log: `api: exited with code 1\n${REFUSED}` },
      "service_healthy",
    ],
    [
      "another password",
      { log: 'FATAL: password authentication failed for user "reader"' },
      "refuses the password",
    ],
  ])("knows %s", (_name, trouble, words) => {
    expect(explain(trouble)).toContain(words);
  });

  it.each<[string, Partial<StackTrouble>]>([
    ["what it does not know", { log: "ModuleNotFoundError: No module named 'x'" }],
    ["a tab in a file that was read", { text: "a: |\n\tb\n", log: "x" }],
    [
      "localhost in the API's own health address",
      { services: stack({ ...waiting, environment: { SELF: "localhost" } }), log: "SyntaxError" },
    ],
  ])("is silent about %s", (_name, trouble) => {
    expect(explain(trouble)).toBeNull();
  });

  it.each(["/localhost:", ":10/"])("is done at once with a value of %j over and over", (piece) => {
    const environment = { DATABASE_PORT: `${piece.repeat(900_000 / piece.length)}\n!` };
    expect(explain({ services: stack({ ...waiting, environment }), log: REFUSED })).toBe(null);
  });
});
