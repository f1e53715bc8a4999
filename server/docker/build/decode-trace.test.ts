import protobuf from "protobufjs/minimal.js";
import { describe, expect, it } from "vitest";
import { decodeTrace } from "./decode-trace.ts";

const message = (fill: (writer: protobuf.Writer) => void): Uint8Array => {
  const writer = protobuf.Writer.create();
  fill(writer);
  return writer.finish();
};
const time = (seconds: number, nanos = 0) =>
  message((writer) => writer.uint32(8).int64(seconds).uint32(16).int32(nanos));
const vertex = message((writer) =>
  writer
    .uint32(10)
    .string("sha256:a")
    .uint32(18)
    .string("an input, which is not read")
    .uint32(26)
    .string("[1/2] RUN x")
    .uint32(32)
    .bool(true)
    .uint32(42)
    .bytes(time(1_700_000_000, 500_000_000))
    .uint32(58)
    .string("boom"),
);
const log = message((writer) =>
  writer.uint32(10).string("sha256:a").uint32(24).int64(1).uint32(34).bytes(Buffer.from("hi\n")),
);
const status = message((writer) =>
  writer.uint32(10).string("exporting").uint32(18).string("sha256:a").uint32(32).int64(5).uint32(40).int64(9),
);
const valid = message((writer) =>
  writer.uint32(10).bytes(vertex).uint32(26).bytes(log).uint32(18).bytes(status),
);

describe("decodeTrace", () => {
  it("reads steps, progress and log", () => {
    const trace = decodeTrace(valid);
    expect(trace?.vertexes).toEqual([
      {
        digest: "sha256:a",
        name: "[1/2] RUN x",
        cached: true,
        startedAt: 1_700_000_000_500,
        completedAt: null,
        error: "boom",
      },
    ]);
    expect(trace?.statuses[0]).toMatchObject({ name: "exporting", current: 5, total: 9 });
    expect(Buffer.from(trace?.logs[0]?.bytes ?? []).toString()).toBe("hi\n");
  });

  it("cuts names that are longer than any name", () => {
    const long = message((writer) =>
      writer.uint32(10).bytes(message((inner) => inner.uint32(26).string("x".repeat(1e6)))),
    );
    expect(decodeTrace(long)?.vertexes[0]?.name.length).toBeLessThan(5000);
  });

  it("answers null or a trace to any bytes at all, and never throws", () => {
    let seed = 7;
    const random = (below: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
    let rejected = 0;
    for (let round = 0; round < 20_000; round += 1) {
      const bytes =
        round % 2 === 0
          ? Uint8Array.from({ length: random(60) }, () => random(256))
          : Uint8Array.from(valid, (byte) => (random(12) === 0 ? random(256) : byte));
      if (decodeTrace(bytes) === null) rejected += 1;
    }
    expect(rejected).toBeGreaterThan(1000);
    // Groups within groups would run a recursive reader out of stack.
    expect(decodeTrace(new Uint8Array(200_000).fill(0x0b))).toBeNull();
  });
});
