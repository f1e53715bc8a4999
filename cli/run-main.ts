import { AppError } from "../core/errors.ts";

/** Runs a command to its exit code: 2 for what kept it from doing its work, in words on stderr. */
export async function runMain(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    const words =
      error instanceof AppError ? error.userMessage : error instanceof Error ? error.message : String(error);
    process.stderr.write(`${words}\n`);
    process.exitCode = 2;
  }
}
