import { describe, expect, it } from "vitest";
import { parseListening } from "./listening.ts";

const HEAD = "  sl  local_address rem_address   st tx_queue rx_queue\n";
const line = (address: string, state = "0A") =>
  `   0: ${address}:1F40 00000000:0000 ${state} 00000000:00000000\n`;

describe("parseListening", () => {
  it.each([
    ["0.0.0.0", line("00000000"), "everywhere"],
    ["[::]", line("00000000000000000000000000000000"), "everywhere"],
    ["127.0.0.1", line("0100007F"), "loopback"],
    ["[::1]", line("00000000000000000000000001000000"), "loopback"],
    ["127.0.0.1 and everywhere", line("0100007F") + line("00000000"), "everywhere"],
    ["a connection, not a listener", line("00000000", "01"), "nowhere"],
    ["nonsense", "x\n\0", "nowhere"],
  ])("%s", (_name, table, expected) => {
    expect(parseListening(HEAD + table, 8000)).toBe(expected);
  });

  it("looks at the port asked for", () => {
    expect(parseListening(line("00000000"), 8001)).toBe("nowhere");
  });
});
