import { expect, it } from "vitest";
import { readConfig } from "../server/config.ts";
import { settingsEnvironment } from "./settings-environment.ts";

it("hands settings on to another process unchanged", () => {
  const config = readConfig({
    DATA_DIR: "/data",
    SEAT_MEMORY: "1.5GiB",
    ALLOWED_HOSTS: "a.example, b.example",
  });
  expect(readConfig(settingsEnvironment(config))).toEqual(config);
});
