/*
 * A program for x86-64 that makes kernel calls the 32-bit way, by int 0x80, and writes what each returned: made here by
 * hand, because a seat has no compiler and perl cannot do it.
 */

const ORIGIN = 0x400000;
const HEADERS = 64 + 56;
const u16 = (value: number) => [value & 255, (value >> 8) & 255];
const u32 = (value: number) => [...u16(value & 0xffff), ...u16(value >>> 16)];
const u64 = (value: number) => [...u32(value), ...u32(0)];

/** Number of the call by the 32-bit table, and its first three arguments; a list lies in memory, by its address. */
export interface OldCall {
  readonly call: number;
  readonly arguments: readonly (number | readonly number[])[];
}

/** An ELF executable. It prints a signed 32-bit number for each call, as raw bytes. */
export function int80Program(calls: readonly OldCall[]): Buffer {
  // Each call: mov eax, ebx, ecx, edx (5 bytes each), int 0x80 (2), mov [result], eax (7).
  const codeLength = calls.length * 29 + 36;
  const results = ORIGIN + HEADERS + codeLength;
  const memory: number[] = [];
  const place = (value: number | readonly number[] = 0): number => {
    if (typeof value === "number") return value;
    const at = results + calls.length * 4 + memory.length;
    memory.push(...value.flatMap(u32));
    return at;
  };
  const code = calls.flatMap(({ call, arguments: [first, second, third] }, index) => [
    ...[
      0xb8,
      ...u32(call),
      0xbb,
      ...u32(place(first)),
      0xb9,
      ...u32(place(second)),
      0xba,
      ...u32(place(third)),
    ],
    ...[0xcd, 0x80, 0x89, 0x04, 0x25, ...u32(results + index * 4)],
  ]);
  // write(1, results, length); exit(0), in the 64-bit way.
  code.push(
    0xb8,
    ...u32(1),
    0xbf,
    ...u32(1),
    0xbe,
    ...u32(results),
    0xba,
    ...u32(calls.length * 4),
    0x0f,
    0x05,
  );
  code.push(
    0xb8,
    ...u32(60),
    0x31,
    0xff,
    0x0f,
    0x05,
    ...Array<number>(codeLength - code.length - 9).fill(0x90),
  );
  const size = HEADERS + codeLength + calls.length * 4 + memory.length;
  return Buffer.from([
    ...[0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    ...[...u16(2), ...u16(62), ...u32(1), ...u64(ORIGIN + HEADERS), ...u64(64), ...u64(0), ...u32(0)],
    ...[...u16(64), ...u16(56), ...u16(1), ...u16(64), ...u16(0), ...u16(0)],
    ...[
      ...u32(1),
      ...u32(7),
      ...u64(0),
      ...u64(ORIGIN),
      ...u64(ORIGIN),
      ...u64(size),
      ...u64(size),
      ...u64(4096),
    ],
    ...code,
    ...Array<number>(calls.length * 4).fill(0),
    ...memory,
  ]);
}
