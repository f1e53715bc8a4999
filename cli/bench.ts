/**
 * `npm run bench [-- --json] [--only name,...] [--students 30] [--write] [--no-build]`: measures the running whole. Stdout holds nothing but
 * the table, or with --json the raw numbers; progress goes to stderr. --write puts what was measured into the table of docs/operators/performance.md,
 * --no-build measures the pages as they were built last.
 */
import { loadavg } from "node:os";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { World } from "../bench/bench-world.ts";
import { MOST_STUDENTS, openWorld } from "../bench/bench-world.ts";
import { describeMachine } from "../bench/describe-machine.ts";
import type { Row } from "../bench/figure.ts";
import { ratioOf } from "../bench/figure.ts";
import { formatTable } from "../bench/format-table.ts";
import type { Measure } from "../bench/measure.ts";
import { measureBuild } from "../bench/measure-build.ts";
import { measureClass } from "../bench/measure-class.ts";
import { measureEditor } from "../bench/measure-editor.ts";
import { measureFirstByte } from "../bench/measure-first-byte.ts";
import { measureFirstLine } from "../bench/measure-first-line.ts";
import { measureIdleMemory } from "../bench/measure-idle-memory.ts";
import { measureLighthouse } from "../bench/measure-lighthouse.ts";
import { measureLogLines } from "../bench/measure-log-lines.ts";
import { measureNeighbour } from "../bench/measure-neighbour.ts";
import { measureScripts } from "../bench/measure-scripts.ts";
import { measureSeats } from "../bench/measure-seats.ts";
import { measureStart } from "../bench/measure-start.ts";
import { measureTerminalKeys } from "../bench/measure-terminal-keys.ts";
import { readVersions } from "../bench/read-versions.ts";
import { writeTable } from "../bench/write-table.ts";
import { readConfig } from "../server/tools.ts";
import { buildSite } from "../setup/build-site.ts";

/** In this order: `start` before the bench itself holds the seat host, memory of the idle site before its work. */
const measures: readonly Measure[] = [
  measureStart,
  measureIdleMemory,
  measureBuild,
  measureFirstByte,
  measureLogLines,
  measureScripts,
  measureEditor,
  measureLighthouse,
  measureSeats,
  measureFirstLine,
  measureTerminalKeys,
  measureClass,
  measureNeighbour,
];

const root = fileURLToPath(new URL("..", import.meta.url));
const report = (line: string) => void process.stderr.write(`${line}\n`);

interface Result {
  readonly name: string;
  /** Load of the machine when the measure began: others at work make its figures worse, not its ratios. */
  readonly load: number;
  readonly seconds: number;
  readonly rows: readonly Row[];
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      json: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
      only: { type: "string", default: "" },
      "no-build": { type: "boolean", default: false },
      students: { type: "string", default: "30" },
    },
  });
  const chosen = choose(values.only);
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => {
      if (!stop.signal.aborted) report("stopping; what was started is cleaned up");
      stop.abort(new Error("stopped"));
    });
  const given = readConfig();
  if (!values["no-build"]) await buildSite(root, { report, signal: stop.signal });
  const world = await openWorld(
    { ...given, DATA_DIR: resolve(given.DATA_DIR), CONTENT_DIR: resolve(root, given.CONTENT_DIR) },
    { signal: stop.signal, report, students: readStudents(values.students) },
  );
  try {
    const { results, failed } = await runAll(world, chosen);
    if (stop.signal.aborted) return 130;
    const machine = await describeMachine(await readVersions(world));
    const rows = results.flatMap((result) => result.rows);
    const table = formatTable(machine, rows);
    const withRatios = results.map((result) => ({
      ...result,
      rows: result.rows.map((row) => ({ ...row, ratio: ratioOf(row) })),
    }));
    process.stdout.write(
      values.json ? `${JSON.stringify({ machine, results: withRatios }, null, 2)}\n` : `${table}\n`,
    );
    if (values.write) await writeTable(`${root}docs/operators/performance.md`, table);
    return failed ? 1 : 0;
  } finally {
    await world.cleanUp.run();
  }
}

async function runAll(
  world: World,
  chosen: readonly Measure[],
): Promise<{ results: Result[]; failed: boolean }> {
  const results: Result[] = [];
  let failed = false;
  for (const measure of chosen) {
    if (world.signal.aborted) break;
    report(`${measure.name}: ${measure.doing}`);
    const began = performance.now();
    const [load = 0] = loadavg();
    let rows: readonly Row[];
    try {
      rows = await measure.run(world);
    } catch (error) {
      failed = true;
      const reason = error instanceof Error ? error.message : String(error);
      report(`  failed: ${reason}`);
      rows = [{ measure: measure.doing, ours: null, beside: null, note: `Failed: ${reason.slice(0, 200)}` }];
    }
    results.push({ name: measure.name, load, seconds: (performance.now() - began) / 1000, rows });
  }
  return { results, failed };
}

function readStudents(text: string): number {
  const students = Number(text);
  if (Number.isInteger(students) && students >= 1 && students <= MOST_STUDENTS) return students;
  throw new Error(`--students ${text} is not allowed: a whole number from 1 to ${MOST_STUDENTS}`);
}

function choose(only: string): readonly Measure[] {
  const names = only.split(",").filter((name) => name !== "");
  const unknown = names.find((name) => !measures.some((measure) => measure.name === name));
  if (unknown !== undefined)
    throw new Error(
      `There is no measure "${unknown}"; there are ${measures.map(({ name }) => name).join(", ")}.`,
    );
  return names.length === 0 ? measures : measures.filter(({ name }) => names.includes(name));
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    report(error instanceof Error ? error.message : String(error));
    process.exit(2);
  },
);
