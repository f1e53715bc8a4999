import { describe, expect, it } from "vitest";
import { readStackModel } from "../compose/stack-model.ts";
import { type ComposeFileCheck, judgeComposeFile } from "./judge-compose-file.ts";

const check: ComposeFileCheck = {
  kind: "compose-file",
  id: "file",
  title: "The file",
  points: 10,
  rules: ["no-version", "pinned-images", "no-container-name", "no-password"],
};
const judge = (text: string, services: object = {}) =>
  judgeComposeFile(check, {
    file: "compose.yaml",
    text,
    services: readStackModel({ services }),
    secrets: [],
  });
const image = (name: string) => judge("", { db: { image: name } });

describe("judgeComposeFile", () => {
  it("passes a file that keeps all rules, and says what it looked at", () => {
    const result = judge("services:\n  db:\n    image: postgres:15\n", { db: { image: "postgres:15" } });
    expect(result).toMatchObject({ status: "passed", points: 10 });
    expect(result.evidence).toHaveLength(4);
  });

  it.each(["postgres", "postgres:latest", "registry:5000/prom/prometheus", "prom/prometheus:main"])(
    "wants a version: %s",
    (name) => {
      expect(image(name)).toMatchObject({ status: "failed" });
    },
  );

  it.each([
    "postgres:15",
    "prom/prometheus:v2.42.0",
    "registry:5000/ada/api:1",
    `postgres@sha256:${"a".repeat(64)}`,
  ])("knows a version: %s", (name) => {
    expect(image(name).status).toBe("passed");
  });

  it("leaves the name of an image that is built to whoever builds it", () => {
    expect(judge("", { api: { build: { context: "." }, image: "api" } }).status).toBe("passed");
  });

  it.each<[string, string, object, string, number | null]>([
    ["the old key", "version: '3.8'\nservices: {}\n", {}, "version", 1],
    [
      "a fixed name",
      "services:\n  api:\n    container_name: api\n",
      { api: { container_name: "api" } },
      "--scale api=2",
      3,
    ],
    [
      "a password",
      "services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: ink\n",
      {},
      "goes into the repository",
      4,
    ],
  ])("fails %s where it stands", (_name, text, services, words, line) => {
    const result = judge(text, services);
    expect(result).toMatchObject({ status: "failed", points: 0, line, file: "compose.yaml" });
    expect(result.hint).toContain(words);
  });
});
