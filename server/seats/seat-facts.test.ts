import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closeConnection, connectByRootSocket } from "./incus/connection.ts";
import { readFacts } from "./seat-facts.ts";

const prepared: Readonly<Record<string, string>> = {
  "user.drydock.pool": "seats",
  "user.drydock.network": "bridge",
  "user.drydock.subnet": "10.78.0.0/20",
  "user.drydock.services": "10.78.0.2",
  "user.drydock.golden": "golden/1",
  "user.drydock.goldenbytes": "5",
  "user.drydock.standins": "true",
};
let config = prepared;
const server = createServer((_request, response) =>
  response.end(JSON.stringify({ type: "sync", metadata: { config } })),
);
let directory = "";
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "drydock-facts-"));
  await new Promise<void>((done) => server.listen(path.join(directory, "sock"), done));
});
afterAll(async () => {
  server.close();
  await rm(directory, { recursive: true });
});

async function read() {
  const incus = connectByRootSocket(path.join(directory, "sock"), "drydock");
  try {
    return await readFacts(incus);
  } finally {
    closeConnection(incus);
  }
}

it("reads what setup wrote down", async () => {
  config = prepared;
  expect(await read()).toMatchObject({ golden: "golden/1", goldenBytes: 5, standIns: true, proxy: null });
});

it.each(["user.drydock.golden", "user.drydock.standins"])(
  "says in words that the seat host is being prepared while there is no %s",
  async (missing) => {
    config = Object.fromEntries(Object.entries(prepared).filter(([name]) => name !== missing));
    await expect(read()).rejects.toMatchObject({
      code: "SEAT_HOST_MISSING",
      message: expect.stringContaining(missing) as string,
      userMessage: expect.stringContaining("still being prepared") as string,
    });
  },
);
