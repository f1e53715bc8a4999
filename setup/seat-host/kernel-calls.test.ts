import { describe, expect, it } from "vitest";
import { kernelCallFilter } from "./kernel-calls.ts";

const X86_64 = 0xc000003e;
const I386 = 0x40000003;
const AARCH64 = 0xc00000b7;
const ARM = 0x40000028;
const X32 = 0x40000000;

/** What the kernel would answer: 0 where the call goes through, otherwise the error. */
function run(architecture: number, call: number, first = 0, upperHalf = 0): number {
  const filter = kernelCallFilter();
  const seen = Buffer.alloc(64);
  seen.writeUInt32LE(call, 0);
  seen.writeUInt32LE(architecture, 4);
  seen.writeUInt32LE(first, 16);
  seen.writeUInt32LE(upperHalf, 20);
  let value = 0;
  for (let at = 0; at < filter.length / 8; at += 1) {
    const code = filter.readUInt16LE(at * 8);
    const operand = filter.readUInt32LE(at * 8 + 4);
    if (code === 0x20) value = seen.readUInt32LE(operand);
    else if (code === 0x54) value = (value & operand) >>> 0;
    else if (code === 0x15) at += filter.readUInt8(at * 8 + (value === operand ? 2 : 3));
    else if (code === 0x06) return operand === 0x7fff0000 ? 0 : operand & 0xffff;
    else throw new Error(`no such instruction: ${code}`);
  }
  throw new Error("the filter runs out of its end");
}

const sockets = [
  ["x86-64", X86_64, 41],
  ["x86-64, a pair", X86_64, 53],
  ["x32", X86_64, X32 + 41],
  ["int 0x80", I386, 359],
  ["aarch64", AARCH64, 198],
  ["32-bit ARM", ARM, 281],
] as const;

describe.each(sockets)("sockets by %s", (_way, architecture, call) => {
  it.each([1, 2, 10, 16, 17])("family %i is open", (family) => {
    expect(run(architecture, call, family)).toBe(0);
  });
  it.each([38, 40, 0, 3, 15, 18, 24, 31, 43, 44, 45, 64, 0xffffffff])("family %i is not there", (family) => {
    expect(run(architecture, call, family)).toBe(97);
  });
});

it("an upper half of the register hides no family", () => {
  expect(run(X86_64, 41, 40, 1)).toBe(97);
});

it("a 32-bit program that keeps the family in memory gets no socket, and goes on using those it has", () => {
  for (const call of [1, 8]) expect(run(I386, 102, call)).toBe(97);
  for (const call of [2, 3, 4, 5, 9, 16, 20]) expect(run(I386, 102, call)).toBe(0);
});

it.each([
  ["x86-64", X86_64, [425, 426, 427, 248, 249, 250, 323]],
  ["x32", X86_64, [425, 426, 427, 248, 249, 250, 323].map((call) => X32 + call)],
  ["int 0x80", I386, [425, 426, 427, 286, 287, 288, 374]],
  ["aarch64", AARCH64, [425, 426, 427, 217, 218, 219, 282]],
  ["32-bit ARM", ARM, [425, 426, 427, 309, 310, 311, 388]],
] as const)("io_uring, keys and userfaultfd are not there by %s", (_way, architecture, calls) => {
  for (const call of calls) expect(run(architecture, call, 2)).toBe(38);
});

it("lets every other call through", () => {
  const denied = new Set([41, 53, 248, 249, 250, 323, 425, 426, 427]);
  for (let call = 0; call < 600; call += 1) if (!denied.has(call)) expect(run(X86_64, call, 40)).toBe(0);
  // Those that mean something else in another way to call.
  for (const call of [41, 53, 248, 249, 250, 323]) expect(run(I386, call, 40)).toBe(0);
});
