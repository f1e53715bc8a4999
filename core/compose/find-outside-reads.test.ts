import { describe, expect, it } from "vitest";
import { findOutsideReads } from "./find-outside-reads.ts";

const project = { folder: "/workspace/lab", files: [".env"] };
const service = (text: string) => findOutsideReads(`services:\n  a:\n    ${text}\n`, project);

describe("findOutsideReads", () => {
  it.each([
    ["env_file: /etc/shadow", "services.a.env_file.0"],
    ["env_file: ../../root/x", "services.a.env_file.0"],
    ["env_file: [.env, ../x]", "services.a.env_file.1"],
    ["env_file: [{ path: /etc/shadow, required: false }]", "services.a.env_file.0"],
    ["env_file: ${WHERE}", "services.a.env_file.0"],
    ["env_file: ~/x", "services.a.env_file.0"],
    ["label_file: /etc/passwd", "services.a.label_file.0"],
    ["extends: { file: other.yaml, service: b }", "services.a.extends.file"],
  ])("refuses %s", (text, path) => {
    expect(service(text).map((one) => one.path.join("."))).toEqual([path]);
  });

  it.each([
    "env_file: .env",
    "env_file: [./one.env, { path: two.env }]",
    "extends: { service: b }",
    "image: x",
  ])("allows %s", (text) => {
    expect(service(text)).toEqual([]);
  });

  it("looks behind anchors, merge keys and into every document", () => {
    const anchored = "x-a: &a\n  env_file: /etc/shadow\nservices:\n  a:\n    <<: *a\n";
    expect(findOutsideReads(anchored, project)).toHaveLength(1);
    const second = "services:\n  a:\n    image: x\n---\nservices:\n  a:\n    env_file: /etc/shadow\n";
    expect(findOutsideReads(second, project)).toHaveLength(1);
    expect(findOutsideReads("include: [other.yaml]\nservices: {}\n", project)).toHaveLength(1);
  });

  it("refuses what it cannot read", () => {
    expect(findOutsideReads("services: {a: [}\n", project)).toHaveLength(1);
  });
});
