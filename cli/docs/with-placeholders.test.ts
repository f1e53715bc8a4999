import { expect, it } from "vitest";
import { withPlaceholders } from "./with-placeholders.ts";

it("where a number is asked for an editor takes a placeholder, except where the variants are declared", () => {
  const number = { type: "integer", minimum: 1, description: "A port.", default: 8000 };
  const schema = {
    type: "object",
    properties: { port: number, title: { type: "string" }, variants: { properties: { from: number } } },
  };
  expect(withPlaceholders(schema)).toEqual({
    type: "object",
    properties: {
      port: {
        description: "A port.",
        default: 8000,
        anyOf: [
          { type: "integer", minimum: 1 },
          { type: "string", pattern: expect.stringContaining("\\{\\{") as string },
        ],
      },
      title: { type: "string" },
      variants: { properties: { from: number } },
    },
  });
});
