import { describe, expect, it } from "vitest";
import { pickAddress } from "./pick-address.ts";

describe("pickAddress", () => {
  it("picks within the network, past the addresses of bridge and services", () => {
    for (let round = 0; round < 200; round += 1) {
      const [a, b, c, d] = pickAddress("10.78.0.0/20", new Set()).split(".").map(Number);
      expect([a, b]).toEqual([10, 78]);
      const number = (c ?? 0) * 256 + (d ?? 0);
      expect(number).toBeGreaterThanOrEqual(16);
      expect(number).toBeLessThanOrEqual(4094);
    }
  });

  it("finds the last free address, and says so when there is none", () => {
    const all = Array.from({ length: 239 }, (_, index) => `10.0.0.${index + 16}`);
    const taken = new Set(all.filter((address) => address !== "10.0.0.200"));
    expect(pickAddress("10.0.0.0/24", taken)).toBe("10.0.0.200");
    expect(() => pickAddress("10.0.0.0/24", new Set(all))).toThrow(/no free address/);
  });
});
