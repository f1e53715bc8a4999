import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { seal, unseal } from "./seal.ts";

const LAB = "content/docker-for-ml/09-secrets-and-users/labs/sealed-reader/starter";

describe("seal", () => {
  it("gives back what was sealed, to whoever has the key and to nobody else", () => {
    const text = JSON.stringify({
      weights: Array.from({ length: 200 }, (_, index) => index / 7),
      word: "schön",
    });
    const sealed = seal("a key", text);
    expect(unseal("a key", sealed)).toBe(text);
    expect(unseal("another key", sealed)).toBeNull();
    expect(sealed).not.toContain("weights");
    expect(Math.max(...sealed.split("\n").map((line) => line.length))).toBeLessThan(80);
    // The same text never looks the same twice.
    expect(seal("a key", text)).not.toBe(sealed);
  });

  it("refuses what was changed on the way, and what never was sealed", () => {
    const lines = seal("a key", "0123456789").split("\n");
    const turned = [...lines.slice(0, 3), Buffer.from("9876543210").toString("base64")].join("\n");
    for (const text of [turned, "", "sealed-1", lines.slice(1).join("\n"), "{}"]) {
      expect(unseal("a key", text), text).toBeNull();
    }
  });

  it("is opened by the script that the lab gives its students", () => {
    const key = readFileSync(`${LAB}/keys/weights.key`, "utf8").trim();
    const sealed = readFileSync(`${LAB}/weights.sealed`, "utf8");
    const script = `import sys; sys.path.insert(0, ${JSON.stringify(LAB)}); sys.dont_write_bytecode = True
from unseal import unseal
sys.stdout.write(unseal(sys.argv[1], open(sys.argv[2]).read()).decode())`;
    const opened = execFileSync("python3", ["-c", script, key, `${LAB}/weights.sealed`], {
      encoding: "utf8",
    });
    expect(opened).toBe(unseal(key, sealed));
    expect(Object.keys(JSON.parse(opened) as object)).toContain("weights");
  });
});
