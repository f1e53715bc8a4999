import { defineConfig } from "drizzle-kit";

/** For `npx drizzle-kit generate --name what-changed`, after a change to the tables. */
export default defineConfig({
  dialect: "postgresql",
  schema: "./server/db/schema.ts",
  out: "./server/db/migrations",
});
