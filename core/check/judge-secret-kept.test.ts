import { describe, expect, it } from "vitest";
import { parseDockerfile } from "../dockerfile/parse-dockerfile.ts";
import { judgeSecretKept, secretKeptCheck, type SecretPlace } from "./judge-secret-kept.ts";

const check = secretKeptCheck.parse({
  id: "kept",
  kind: "secret-kept",
  title: "Nowhere",
  points: 30,
  secret: "weights_key",
});
const mounted = parseDockerfile(
  "FROM a\nCOPY x .\nRUN --mount=type=cache,target=/c --mount=type=secret,id=weights_key,target=/k open\n",
);
const without = parseDockerfile("FROM a\nRUN --mount=type=secret,id=weights_key2 open weights_key\n");
const place = (part: Partial<SecretPlace>): SecretPlace => ({
  where: "/keys/weights.key, in the layer of COPY . .",
  kind: "file",
  isHidden: false,
  line: 2,
  ...part,
});

describe("judgeSecretKept", () => {
  it("passes when the builder was asked for the secret and it is nowhere", () => {
    const result = judgeSecretKept(check, { dockerfile: mounted, asked: true, places: [] });
    expect(result).toMatchObject({ status: "passed", points: 30 });
    expect(result.evidence[0]).toMatchObject({ found: "by a mount", line: 3 });
  });

  it("does not pass where no step has asked, however clean the image is", () => {
    const none = judgeSecretKept(check, { dockerfile: without, asked: false, places: [] });
    expect(none).toMatchObject({ status: "failed", hint: expect.stringContaining("No step asks") as string });
    const unused = judgeSecretKept(check, { dockerfile: mounted, asked: false, places: [] });
    expect(unused).toMatchObject({ status: "failed", line: 3 });
    expect(unused.hint).toContain("never used");
  });

  it.each<[string, Partial<SecretPlace>]>([
    ["later line deletes", { isHidden: true }],
    ["a file of the image", {}],
    ["docker image inspect", { kind: "configuration" }],
    ["docker history", { kind: "history", line: null }],
    ["could not be searched", { kind: "unsearched" }],
  ])("says how it leaks: %s", (words, part) => {
    const result = judgeSecretKept(check, { dockerfile: mounted, asked: true, places: [place(part)] });
    expect(result).toMatchObject({ status: "failed", points: 0, line: part.line === null ? null : 2 });
    expect(result.hint).toContain(words);
  });

  it("shows some of many places, and says that there are more", () => {
    const places = Array.from({ length: 40 }, () => place({}));
    const { evidence } = judgeSecretKept(check, { dockerfile: mounted, asked: true, places });
    expect(evidence).toHaveLength(8);
    expect(evidence.at(-1)?.found).toBe("40");
  });
});
