import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { loadStudentLab } from "../server/tools.ts";
import type { World } from "./bench-world.ts";
import { BENCH_STUDENT, classStudents, furtherStudents } from "./bench-world.ts";
import type { ClassBuild } from "./build-as-student.ts";
import { buildAsStudent } from "./build-as-student.ts";
import { buildByCli } from "./build-by-cli.ts";
import type { Figure, Row } from "./figure.ts";
import { figure } from "./figure.ts";
import type { Measure } from "./measure.ts";
import { readAvailableMemory } from "./process-memory.ts";
import { saveWorkspace } from "./site-client.ts";
import { startBareEngine } from "./start-bare-engine.ts";

interface WorkspaceFile {
  readonly path: string;
  readonly content: string;
}

interface ClassResult {
  readonly wallMs: number;
  readonly builds: readonly ClassBuild[];
  /** Memory of a seat when its image has just been built, as the seat host counts it. */
  readonly activeBytes: readonly number[];
  /** Memory of a seat some seconds after. */
  readonly idleBytes: readonly number[];
  /** What the machine has less than before, for each seat. */
  readonly takenBytes: number;
  readonly diskBytes: readonly number[];
}

const SETTLE_MS = 10_000;

/**
 * (f) A class presses Build at once, each student with a change of their own in the starter: what is before the
 * change comes from the cache that every seat is made with, what is after it is built. The bare engine has the same
 * cache and does the same builds, as many at once.
 */
export const measureClass: Measure = {
  name: "class",
  doing: "a class that builds at once",
  async run(world) {
    const students = classStudents.slice(0, world.students);
    const files = await readStarter(world);
    const fresh = await measureFreshSeat(world);
    const ours = await buildInSeats(world, students, files);
    const bare = await buildBare(world, students, files).catch((error: unknown) => {
      world.signal.throwIfAborted();
      return error instanceof Error ? error.message : String(error);
    });
    return rowsOf(world, ours, bare, fresh);
  },
};

/** Before the first file is copied, so that all that needs the files is built anew. */
function changeFor(student: string, files: readonly WorkspaceFile[]): WorkspaceFile[] {
  return files.map((file) =>
    file.path === "Dockerfile"
      ? { ...file, content: file.content.replace(/^COPY /m, `ENV STUDENT=${student}\n\nCOPY `) }
      : file,
  );
}

/** The starter of one student is everybody's: what differs between them is nothing that a build of it takes in. */
async function readStarter({ config, labId }: World): Promise<readonly WorkspaceFile[]> {
  return (await loadStudentLab(config, BENCH_STUDENT, labId)).starter;
}

/** A seat in which nothing has happened: what it weighs on disk, shared files included, and in memory. */
async function measureFreshSeat(world: World): Promise<{ diskBytes: number; memoryBytes: number }> {
  const [student = ""] = furtherStudents;
  const host = await world.seatHost();
  await host.discardSeat(student);
  await host.openSeat(student, { signal: world.signal });
  await pause(SETTLE_MS, undefined, { signal: world.signal });
  const usage = await host.inspectSeat(student);
  await host.discardSeat(student);
  return usage;
}

async function buildInSeats(
  world: World,
  students: readonly string[],
  files: readonly WorkspaceFile[],
): Promise<ClassResult> {
  const host = await world.seatHost();
  const clients = [];
  for (const student of students) {
    const client = await world.clientOf(student);
    await saveWorkspace(client, world.labId, changeFor(student, files));
    clients.push(client);
  }
  // What a build takes is known to the site from one before, as it is in the second lesson of a class.
  const [teacher = ""] = furtherStudents;
  const first = await world.clientOf(teacher);
  await saveWorkspace(first, world.labId, changeFor(teacher, files));
  await buildAsStudent(first, world.labId, () => undefined);
  await host.discardSeat(teacher);

  const before = await readAvailableMemory();
  const activeBytes: number[] = [];
  let done = 0;
  const began = performance.now();
  const builds = await Promise.all(
    clients.map(async (client, index) => {
      let looking: Promise<unknown> = Promise.resolve();
      const build = await buildAsStudent(client, world.labId, () => {
        looking = host
          .inspectSeat(students[index] ?? "")
          .then(({ memoryBytes }) => activeBytes.push(memoryBytes));
      });
      await looking;
      done += 1;
      if (done % 5 === 0)
        world.report(`  ${done} built after ${((performance.now() - began) / 1000).toFixed(0)} s`);
      return build;
    }),
  );
  const wallMs = performance.now() - began;
  await pause(SETTLE_MS, undefined, { signal: world.signal });
  const takenBytes = (before - (await readAvailableMemory())) / students.length;
  const usages = await Promise.all(students.map((student) => host.inspectSeat(student)));
  for (const student of students) await host.discardSeat(student);
  return {
    wallMs,
    builds,
    activeBytes,
    idleBytes: usages.map(({ memoryBytes }) => memoryBytes),
    takenBytes,
    diskBytes: usages.map(({ diskBytes }) => diskBytes),
  };
}

/** The same builds by the command line on one engine bare on the machine, as many at once. */
async function buildBare(
  world: World,
  students: readonly string[],
  files: readonly WorkspaceFile[],
): Promise<{ readonly wallMs: number; readonly buildMs: readonly number[] }> {
  const engine = await startBareEngine(world);
  const folderOf = (student: string) => `/workspace/${student}`;
  for (const student of students) {
    for (const { path, content } of changeFor(student, files)) {
      const file = join(`/proc/${engine.pid}/root`, folderOf(student), path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    }
  }
  const waiting = [...students];
  const buildMs: number[] = [];
  const work = async () => {
    for (let student = waiting.shift(); student !== undefined; student = waiting.shift()) {
      world.signal.throwIfAborted();
      const options = { directory: folderOf(student), tag: student, signal: world.signal };
      buildMs.push((await buildByCli(engine, options)).totalMs);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: world.config.BUILDS_AT_ONCE }, work));
  const wallMs = performance.now() - began;
  world.report(`  bare: ${students.length} built after ${(wallMs / 1000).toFixed(0)} s`);
  return { wallMs, buildMs };
}

function rowsOf(
  world: World,
  ours: ClassResult,
  bare: Awaited<ReturnType<typeof buildBare>> | string,
  fresh: { readonly diskBytes: number; readonly memoryBytes: number },
): Row[] {
  const note = `${world.students} students, ${world.config.BUILDS_AT_ONCE} builds at once`;
  const what = "one engine bare on the machine, the same builds, as many at once";
  const bareFigure = (pick: (result: Exclude<typeof bare, string>) => Figure) =>
    typeof bare === "string" ? null : pick(bare);
  const whyNot = typeof bare === "string" ? `. Not started bare: ${bare.slice(0, 200)}` : "";
  const told = ours.builds.flatMap((build) => (build.told === null ? [] : [build.told]));
  const errors = told.map(({ estimateMs, waitedMs }) => Math.abs(estimateMs - waitedMs));
  const ms = (samples: readonly number[]) => figure("ms", samples);
  const bytes = (samples: readonly number[]) => figure("bytes", samples);
  return [
    {
      measure:
        "A class presses Build at once: from the first press to the last report, seats made on the way",
      ours: ms([ours.wallMs]),
      beside: { what, figure: bareFigure(({ wallMs }) => ms([wallMs])) },
      note: `${note}${whyNot}.`,
    },
    {
      measure: "One build of a class that builds at once: from the seat being there to the image",
      ours: ms(ours.builds.map(({ buildMs }) => buildMs)),
      beside: { what, figure: bareFigure(({ buildMs }) => ms(buildMs)) },
      note: `${note}.`,
    },
    {
      measure: "Error of the wait that a student of the class is told on pressing Build",
      ours: ms(errors),
      beside: { what: "the wait itself", figure: ms(told.map(({ waitedMs }) => waitedMs)) },
    },
    {
      measure: "Memory of a seat whose image has just been built",
      ours: bytes(ours.activeBytes),
      beside: { what: "a fresh seat, idle", figure: bytes([fresh.memoryBytes]) },
      note: "By the seat's own count, page cache included.",
    },
    {
      measure: "Memory of the machine that each seat of the class takes once all are idle again",
      ours: bytes([ours.takenBytes]),
      beside: { what: "the seats' own count, page cache included", figure: bytes(ours.idleBytes) },
    },
    {
      measure: "Disk that a student's build adds to their seat",
      ours: bytes(ours.diskBytes.map((disk) => disk - fresh.diskBytes)),
      beside: { what: "a fresh seat, all of it shared", figure: bytes([fresh.diskBytes]) },
    },
  ];
}
