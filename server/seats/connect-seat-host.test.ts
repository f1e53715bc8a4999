import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "../config.ts";
import { connectSeatHost } from "./connect-seat-host.ts";

let directory = "";
beforeAll(async () => (directory = await mkdtemp(path.join(tmpdir(), "drydock-connect-"))));
afterAll(() => rm(directory, { recursive: true }));

const failure = async (settings: Record<string, string>): Promise<unknown> =>
  await connectSeatHost(readConfig({ DATA_DIR: directory, ...settings })).then(
    () => null,
    (error: unknown) => error,
  );

describe("connectSeatHost without a seat host", () => {
  it("says that seats were switched off", async () => {
    expect(await failure({ SEAT_HOST: "none" })).toMatchObject({
      code: "SEAT_HOST_MISSING",
      userMessage: expect.stringContaining("SEAT_HOST") as string,
    });
  });

  it("says that there is none yet, and how to get one", async () => {
    expect(await failure({})).toMatchObject({
      code: "SEAT_HOST_MISSING",
      userMessage: expect.stringContaining("npm start") as string,
    });
  });

  it("names the setting of a certificate that cannot be read", async () => {
    expect(await failure({ SEAT_HOST: "https://incus.example:8443", SEAT_HOST_CERT: "/none" })).toMatchObject(
      {
        code: "SEAT_HOST_MISSING",
        userMessage: expect.stringContaining("SEAT_HOST_CERT") as string,
      },
    );
  });

  it("repeats what setup wrote down", async () => {
    await mkdir(path.join(directory, "seat-host"), { recursive: true });
    await writeFile(
      path.join(directory, "seat-host/unavailable.json"),
      JSON.stringify({ reason: "Seats are made by root.", remedy: "Start it with sudo." }),
    );
    expect(await failure({})).toMatchObject({
      code: "SEAT_HOST_MISSING",
      userMessage: "Seats are made by root. Start it with sudo.",
    });
  });
});
