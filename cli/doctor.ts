/**
 * `npm run doctor [-- --json] [-- --only id,id]`: what is there and what is missing, then attacks on the walls
 * between seats, machine and site, each with what was seen. Stdout holds the diagnosis and nothing else; exit 0
 * when all are contained, 1 when one got through, 2 when it could not run. Ends by itself within ten minutes and
 * leaves nothing behind, also when it is interrupted or killed.
 */
import { parseArgs } from "node:util";
import { AppError } from "../core/errors.ts";
import { readConfig } from "../server/config.ts";
import { prepareSeatHost, prepareUser } from "../setup/prepare-machine.ts";
import type { AttackResult, Diagnosis } from "./doctor/attack.ts";
import { attacks } from "./doctor/attacks/all.ts";
import { checkGround } from "./doctor/check-ground.ts";
import { openGround } from "./doctor/ground.ts";
import { exitCode } from "./doctor/judge.ts";
import { findMachine } from "./doctor/machine.ts";
import { printAttack, printCheck, printSum } from "./doctor/print-diagnosis.ts";
import { doctorConfig } from "./doctor/realm.ts";
import { runAttacks } from "./doctor/run-attacks.ts";
import { startSweeper } from "./doctor/start-sweeper.ts";
import { stopSignal } from "./grading/stop-signal.ts";

/** Attacks end by now, so that with clearing up the whole stays below ten minutes. */
const BUDGET_MS = 9 * 60_000;

const report = (line: string) => void process.stderr.write(`${line}\n`);

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      json: { type: "boolean", default: false },
      list: { type: "boolean", default: false },
      only: { type: "string" },
    },
  });
  const wanted = values.only?.split(",") ?? [""];
  const chosen = attacks.filter(({ id }) => wanted.some((one) => id.startsWith(one)));
  if (values.list) {
    for (const { id, title, from } of chosen) process.stdout.write(`${id.padEnd(32)} ${from}: ${title}\n`);
    return 0;
  }
  if (chosen.length === 0) {
    report(`There is no attack ${values.only ?? ""}. npm run doctor -- --list names all of them.`);
    return 2;
  }
  const machineConfig = readConfig();
  if (machineConfig.SEAT_HOST === "none" || machineConfig.SEAT_HOST === "docker") {
    report(
      `SEAT_HOST=${machineConfig.SEAT_HOST}: there is no seat host, and so no wall to try. A laptop's Docker seat is for ` +
        "one user, who is not held back by it.",
    );
    return 2;
  }
  const stopped = stopSignal();
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(BUDGET_MS)]);
  await prepareUser(machineConfig);
  const hold = await prepareSeatHost({ config: machineConfig, report, signal });
  try {
    const diagnosis = await diagnose();
    const text = values.json ? JSON.stringify(diagnosis) : printSum(diagnosis);
    process.stdout.write(`${text}\n`);
    return stopped.aborted ? 2 : exitCode(diagnosis);
  } finally {
    await hold?.release();
  }

  async function diagnose(): Promise<Diagnosis> {
    const tell = (line: string) => {
      if (values.json) report(line);
      else process.stdout.write(`${line}\n`);
    };
    const config = await doctorConfig(machineConfig);
    const sweeper = await startSweeper(config);
    try {
      const machine = await findMachine(machineConfig);
      const ground = await openGround(config, machine);
      try {
        const checks = await checkGround(ground, machineConfig);
        for (const check of checks) tell(printCheck(check));
        const told = (result: AttackResult) => tell(printAttack(result));
        return { checks, attacks: await runAttacks(chosen, ground, signal, told) };
      } finally {
        await ground.close();
      }
    } finally {
      await sweeper.finish();
    }
  }
}

// What an attack that was given up leaves behind must not end the others.
process.on("unhandledRejection", (reason) => report(`given up: ${String(reason).slice(0, 200)}`));
try {
  process.exitCode = await main();
} catch (error) {
  report(
    error instanceof AppError ? error.userMessage : error instanceof Error ? error.message : String(error),
  );
  process.exitCode = 2;
}
