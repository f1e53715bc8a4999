import { describe, expect, it } from "vitest";
import { spellSecret } from "./spell-secret.ts";

describe("spellSecret", () => {
  const secret = "0123456789abcdef0123456789abcdef";
  it.each(["", "a", "ab", "abc", '{"auth": "ada:'])("finds it in base64 behind %j", (before) => {
    for (const after of ["", "\n", ', "x"}']) {
      const text = Buffer.from(before + secret + after).toString("base64");
      expect(
        spellSecret(secret).some((one) => text.includes(one)),
        text,
      ).toBe(true);
    }
  });
  it("finds it as it is and in hexadecimal, and not in something else", () => {
    const finds = (text: string) => spellSecret(secret).some((one) => text.includes(one));
    expect(finds(`KEY=${secret};`)).toBe(true);
    expect(finds(Buffer.from(`x${secret}`).toString("hex"))).toBe(true);
    expect(finds(Buffer.from(secret.replace("7", "8")).toString("base64"))).toBe(false);
    expect(Math.min(...spellSecret(secret).map((one) => one.length))).toBeGreaterThan(30);
  });
});
