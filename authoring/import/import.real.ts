import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { loadCourseLabs } from "../../server/tools.ts";
import { realConfig } from "../../testing/real-seat.ts";
import { differs, listCases } from "../check/lab-cases.ts";
import { type Grader, openGrader } from "../check/open-grader.ts";
import { importLessons } from "./import-lesson.ts";

/* Labs as they come from scenarios are proved in seats: their own steps pass their own checks, and nothing else does. */

const fixtures = fileURLToPath(new URL("../../e2e/fixtures", import.meta.url));
const { config, remove } = await realConfig();
let folder = "";
let grader: Grader;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "drydock-import-"));
  vi.stubEnv("SEAT_HOST_DIR", config.SEAT_HOST_DIR);
  vi.stubEnv("CONTENT_DIR", join(folder, "content"));
  vi.stubEnv("DATA_DIR", config.DATA_DIR);
  await cp(join(fixtures, "content"), join(folder, "content"), { recursive: true });
  await cp(join(fixtures, "import/ten"), join(folder, "sources"), { recursive: true });
  grader = await openGrader(() => undefined, new AbortController().signal);
});
afterAll(async () => {
  await grader.close();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
  await remove();
});

it.each(["1-lone-commands", "2-inverted"])("%s, imported, is a lab that can be passed", async (scenario) => {
  const content = join(folder, "content");
  const [lesson] = await importLessons({
    source: join(folder, "sources", scenario),
    contentDir: content,
    course: "knots",
  });
  const lab = (await loadCourseLabs(content, "knots")).find(({ id }) => id === lesson?.labId);
  if (lab === undefined) throw new Error(`${scenario} has no lab`);
  const cases = await listCases(lab);
  expect(cases.map(({ name }) => name)).toEqual(expect.arrayContaining(["starter", "solution"]));
  for (const one of cases) {
    const report = await grader.grade(lab, one, () => undefined, new AbortController().signal);
    const log = report.blocking?.log ?? "";
    expect.soft(differs(one.expected, report), `${one.name} ${log}`).toBeNull();
  }
});
