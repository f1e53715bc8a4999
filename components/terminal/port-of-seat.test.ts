import { expect, it } from "vitest";
import { portOfSeat } from "./port-of-seat.ts";

it.each([
  ["http://localhost:8000/docs", 8000],
  ["http://0.0.0.0:8000", 8000],
  ["http://127.0.0.1:9090/graph", 9090],
  ["http://[::1]:3000/", 3000],
  ["http://localhost/", 80],
  ["https://localhost:8443/", null],
  ["http://localhost.example:8000/", null],
  ["http://user@example.org:8000/", null],
  ["http://localhost:99999/", null],
  ["javascript:alert(1)", null],
  ["not an address", null],
])("%s means port %j of the seat", (address, port) => {
  expect(portOfSeat(address)).toBe(port);
});
