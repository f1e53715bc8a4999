/**
 * `npm run doctor [-- --json] [-- --only id,id] [-- --list]`: what is there and what is missing, then attacks on the
 * walls between seats, machine and site, each with what was seen. Stdout holds the diagnosis and nothing else; exit 0
 * when all that this machine has was tried and held, 1 when one got through, 2 when one was not tried. Ends by itself within twenty minutes and
 * leaves nothing behind, also when it is interrupted or killed.
 *
 * `npm run doctor -- --prove [--only id,id] [--list] [--json]` takes down one wall after the other in a throw-away copy,
 * and the attacks that stand for it must get through: exit 0 when each was seen, 1 when one was down and nothing saw
 * it, 2 when one could not be tried. It takes its time.
 */
import { parseArgs } from "node:util";
import { stopSignal } from "../authoring/check/stop-signal.ts";
import { AppError } from "../core/errors.ts";
import type { AttackResult } from "../doctor/attack.ts";
import { attacks } from "../doctor/attacks/all.ts";
import { checkGround } from "../doctor/check-ground.ts";
import { checkMachine } from "../doctor/check-machine.ts";
import { collectChecks } from "../doctor/collect-checks.ts";
import { openGround } from "../doctor/ground.ts";
import { asResult, exitCode } from "../doctor/judge.ts";
import { findMachine } from "../doctor/machine.ts";
import { printAttack, printCheck, printSum } from "../doctor/print-diagnosis.ts";
import { prove } from "../doctor/prove/prove.ts";
import { doctorConfig } from "../doctor/realm.ts";
import { runAttacks } from "../doctor/run-attacks.ts";
import { startClock } from "../doctor/start-clock.ts";
import { startSweeper } from "../doctor/start-sweeper.ts";
import { readConfig } from "../server/config.ts";
import type { Hold } from "../setup/hold-seat-host.ts";
import { prepareSeatHost, prepareUser } from "../setup/prepare-machine.ts";

const LOOK_INTO =
  "npm start says what is missing and how to give it; the seat host's own words are in its holder.log.";
const report = (line: string) => void process.stderr.write(`${line}\n`);
const inWords = (error: unknown) =>
  error instanceof AppError ? error.userMessage : error instanceof Error ? error.message : String(error);

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      json: { type: "boolean", default: false },
      prove: { type: "boolean", default: false },
      list: { type: "boolean", default: false },
      only: { type: "string" },
    },
  });
  if (values.prove) return await prove(readConfig());
  const wanted = values.only?.split(",").map((one) => one.trim()) ?? [""];
  const strange = wanted.filter(
    (one) => (one === "" && values.only !== undefined) || !attacks.some(({ id }) => id.startsWith(one)),
  );
  if (strange.length > 0) {
    report(`There is no attack ${strange.join(", ")}. npm run doctor -- --list names all of them.`);
    return 2;
  }
  const chosen = attacks.filter(({ id }) => wanted.some((one) => id.startsWith(one)));
  if (values.list) {
    process.stdout.write(
      values.json
        ? `${JSON.stringify(chosen.map(({ id, title, from, expects }) => ({ id, title, from, expects })))}\n`
        : chosen.map(({ id, title, from }) => `${id.padEnd(32)} ${from}: ${title}\n`).join(""),
    );
    return 0;
  }
  const tell = (line: string) => {
    if (values.json) report(line);
    else process.stdout.write(`${line}\n`);
  };
  const checking = collectChecks((check) => tell(printCheck(check)));
  const results = new Map<string, AttackResult>();
  /** The diagnosis as far as it has come, and its exit code. */
  const conclude = (unreached: string): number => {
    const diagnosis = {
      checks: checking.checks,
      attacks: chosen.map((attack) => results.get(attack.id) ?? asResult(attack, { cut: unreached }, 0)),
    };
    process.stdout.write(`${values.json ? JSON.stringify(diagnosis) : printSum(diagnosis)}\n`);
    return exitCode(diagnosis);
  };
  const stopped = stopSignal();
  const config = readConfig();
  await checkMachine(config, checking);
  if (config.SEAT_HOST === "none" || config.SEAT_HOST === "docker")
    return conclude("there is no seat host, and so no wall to try");
  let hold: Hold | null = null;
  let code: number | null = null;
  try {
    await prepareUser(config);
    hold = await prepareSeatHost({ config, report, signal: stopped });
    const clock = startClock(stopped, () => process.exit(code ?? conclude("the doctor's time was over")));
    await attackAll(clock);
    code = conclude("it was stopped");
  } catch (error) {
    report(inWords(error));
    if (!checking.checks.some(({ id }) => id === "seat-host"))
      await checking.look("seat-host", "Seat host", LOOK_INTO, () =>
        Promise.reject(new Error(inWords(error))),
      );
    code = Math.max(2, conclude(inWords(error)));
  } finally {
    await hold?.release();
  }
  return code;

  async function attackAll(signal: AbortSignal): Promise<void> {
    const own = await doctorConfig(config);
    const sweeper = await startSweeper(own);
    try {
      const ground = await openGround(own, await findMachine(config));
      try {
        await checkGround(ground, config, checking);
        await runAttacks(chosen, ground, signal, (result) => {
          results.set(result.id, result);
          tell(printAttack(result));
        });
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
// What the doctor's own site writes down about the attacks is no news.
console.warn = console.error = () => undefined;
try {
  process.exitCode = await main();
} catch (error) {
  report(inWords(error));
  process.exitCode = 2;
}
