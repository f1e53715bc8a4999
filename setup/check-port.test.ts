import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, it } from "vitest";
import { checkPort } from "./check-port.ts";

it("says in a sentence that somebody listens there, and nothing once they have gone", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  expect(await checkPort("127.0.0.1", port)).toMatch(
    new RegExp(`^Port ${port} is in use\\. .*sudo PORT=${port + 1} DATA_DIR=`),
  );
  other.close();
  await once(other, "close");
  expect(await checkPort("127.0.0.1", port)).toBeNull();
});

it("says that an address is another computer's", async () => {
  // TEST-NET-1: nobody's.
  expect(await checkPort("192.0.2.7", 3000)).toContain("HOST=192.0.2.7 is not an address of this computer");
});

it("has nothing against a port that the system chooses", async () => {
  expect(await checkPort("127.0.0.1", 0)).toBeNull();
});
