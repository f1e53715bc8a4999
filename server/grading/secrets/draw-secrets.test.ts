import { describe, expect, it } from "vitest";
import { labSchema } from "../../../core/lab/schema.ts";
import { drawSecrets, readSecrets } from "./draw-secrets.ts";
import { seal, unseal } from "./seal.ts";

const lab = labSchema.parse({
  title: "Sealed",
  summary: "Opens a file in the build.",
  minutes: 10,
  image: "sealed:1",
  open: "Dockerfile",
  editable: ["Dockerfile"],
  secrets: [{ id: "weights_key", from: "keys/weights.key", opens: ["weights.sealed"] }],
  checks: [{ id: "kept", kind: "secret-kept", title: "Nowhere", points: 5, secret: "weights_key" }],
});
const starter = [
  { path: "keys/weights.key", content: "the author's\n" },
  { path: "weights.sealed", content: seal("the author's", "[1, 2]") },
];
const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? "").toString();

describe("secrets of a lab", () => {
  it("are the student's own file in a build", () => {
    expect(text(readSecrets(lab, starter).get("weights_key"))).toBe("the author's\n");
    expect(readSecrets(lab, []).size).toBe(0);
  });

  it("are drawn anew for each check, and open what the student's open, and nothing else does", () => {
    const files = [...starter, { path: "Dockerfile", content: "FROM scratch" }];
    const [one, two] = [drawSecrets(lab, files, starter), drawSecrets(lab, files, starter)];
    const key = text(one.secrets.get("weights_key"));
    expect(key).toMatch(/^[0-9a-f]{32}\n$/);
    expect(text(two.secrets.get("weights_key"))).not.toBe(key);
    const sealed = String(one.files.find(({ path }) => path === "weights.sealed")?.content);
    expect(unseal(key.trim(), sealed)).toBe("[1, 2]");
    expect(unseal("the author's", sealed)).toBeNull();
    // Also where a student copies the whole folder.
    expect(one.files.find(({ path }) => path === "keys/weights.key")?.content).toBe(key);
    expect(one.starter.find(({ path }) => path === "weights.sealed")?.content).toBe(sealed);
    expect(one.files.find(({ path }) => path === "Dockerfile")?.content).toBe("FROM scratch");
  });

  it("do not depend on what the student has made of the lab's files", () => {
    const files = [{ path: "weights.sealed", content: "nonsense" }];
    const { secrets, files: drawn } = drawSecrets(lab, files, starter);
    expect(unseal(text(secrets.get("weights_key")).trim(), String(drawn[0]?.content))).toBe("[1, 2]");
    expect(() => drawSecrets(lab, files, files)).toThrow("does not open");
  });
});
