/**
 * A student at the site of the machine that this runs on, by its API: the page, then Build, Check and Run of the
 * exercise's starter and solution; at the end a line is saved that `read` looks for. Prints one JSON object.
 * usage, as root: node --import tsx testing/stock-machine/press-buttons.ts URL [all|save|read]
 */
import path from "node:path";
import {
  followRun,
  pressButton,
  readWorkspace,
  saveWorkspace,
  type SiteClient,
} from "../../bench/site-client.ts";
import type { RunEvent, RunKind } from "../../core/run/event.ts";
import { loadStudentLab, mintSession, readAnswer, readConfig } from "../../server/tools.ts";

const LAB = "docker-for-ml/exercise/fastapi-service";
const STUDENT = "stock-machine";
const NOTE = "# still here\n";

const [url = "http://localhost:3000", mode = "all"] = process.argv.slice(2);
const config = readConfig();
const client: SiteClient = {
  url,
  cookie: await mintSession(config.DATA_DIR, STUDENT),
  signal: AbortSignal.timeout(3_600_000),
};
const said: Record<string, unknown> = { page: (await fetch(url)).status };

if (mode === "read") {
  const files = await readWorkspace(client, LAB);
  said["kept"] = files.find((file) => file.path === "Dockerfile")?.content.endsWith(NOTE) ?? false;
} else {
  const content = path.resolve(config.CONTENT_DIR);
  const lab = await loadStudentLab({ ...config, CONTENT_DIR: content }, STUDENT, LAB);
  const read = (folder: string) => readAnswer(lab, folder);
  for (const folder of mode === "all" ? ["starter", "solution"] : []) {
    await saveWorkspace(client, LAB, await read(folder));
    for (const kind of ["build", "check"] as const) said[`${folder} ${kind}`] = await press(kind);
  }
  if (mode === "all") said["solution start"] = await pressStart();
  const dockerfile = (await read("solution")).find((file) => file.path === "Dockerfile")?.content ?? "";
  await saveWorkspace(client, LAB, [{ path: "Dockerfile", content: `${dockerfile}${NOTE}` }]);
}
process.stdout.write(`${JSON.stringify(said)}\n`);
process.exit(0);

async function press(kind: RunKind): Promise<string> {
  const checks: string[] = [];
  const final = await followRun(client, await pressButton(client, LAB, kind), (event: RunEvent) => {
    if (event.type === "check") checks.push(event.result.status);
  });
  const graded =
    checks.length === 0 ? "" : `, ${checks.filter((one) => one === "passed").length}/${checks.length} checks`;
  return `${final.outcome}${graded} in ${(final.durationMs / 1000).toFixed(0)} s`;
}

/** A container runs until it is stopped: that it is healthy is what is waited for. */
async function pressStart(): Promise<string> {
  const id = await pressButton(client, LAB, "start");
  const healthy: RunEvent[] = [];
  const final = await followRun(client, id, (event) => {
    if (event.type !== "health" || event.beat.status !== "healthy") return;
    if (healthy.push(event) === 1)
      void fetch(new URL(`/api/runs/${id}/cancel`, url), {
        method: "POST",
        headers: { origin: new URL(url).origin, cookie: `${client.cookie.name}=${client.cookie.value}` },
      });
  });
  return `${healthy.length > 0 ? "healthy" : "never healthy"}, ${final.outcome}`;
}
