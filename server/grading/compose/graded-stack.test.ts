import { describe, expect, it } from "vitest";
import { gradedStack } from "./graded-stack.ts";

const config = {
  name: "drydock",
  volumes: { data: { name: "drydock_data" } },
  services: {
    api: { build: { context: "/workspace/lab" }, environment: { PRICE: "5$$" } },
    db: {
      image: "postgres:latest",
      healthcheck: { test: ["CMD", "pg_isready"], interval: "1h", retries: 99 },
    },
  },
};

describe("gradedStack", () => {
  const graded = gradedStack(config, { images: new Map([["db", "sha256:1"]]), health: new Set(["db"]) });

  it("runs our own image with the student's probe at our own pace", () => {
    expect(graded).toMatchObject({
      services: {
        db: {
          image: "sha256:1",
          pull_policy: "never",
          healthcheck: { test: ["CMD", "pg_isready"], interval: "1s", retries: 2 },
        },
      },
    });
  });

  it("leaves everything else as it was judged", () => {
    expect(graded).toMatchObject({ volumes: config.volumes, services: { api: config.services.api } });
    expect(config.services.db.image).toBe("postgres:latest");
  });
});
