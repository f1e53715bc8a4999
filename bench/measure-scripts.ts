import type { Browser, Page } from "@playwright/test";
import type { World } from "./bench-world.ts";
import type { Row } from "./figure.ts";
import { figure } from "./figure.ts";
import { findPages } from "./find-pages.ts";
import type { Measure } from "./measure.ts";
import { openBrowser } from "./open-browser.ts";
import { openStudentPage } from "./open-student-page.ts";
import { reachEditor } from "./reach-editor.ts";

/** (d) JavaScript that a browser fetches for a page, as it comes over the wire. */
export const measureScripts: Measure = {
  name: "scripts",
  doing: "JavaScript per page",
  async run(world) {
    const pages = await findPages(await world.client());
    const browser = await openBrowser(world);
    const rows: Row[] = [];
    for (const [name, path] of [
      ["course page", pages.course],
      ["plain lesson", pages.lesson],
      ["exercise", pages.exercise],
    ] as const) {
      if (path !== null) rows.push(await weigh(world, browser, `JavaScript of the ${name}`, path));
      else
        rows.push({ measure: `JavaScript of the ${name}`, ours: null, beside: null, note: "No such page." });
    }
    rows.push(
      await weigh(world, browser, "JavaScript of the exercise with its editor", pages.exercise, reachEditor),
    );
    await browser.close();
    return rows;
  },
};

async function weigh(
  world: World,
  browser: Browser,
  measure: string,
  path: string,
  afterwards?: (page: Page) => Promise<unknown>,
): Promise<Row> {
  const page = await openStudentPage(await world.client(), browser);
  const devtools = await page.context().newCDPSession(page);
  const scripts = new Map<string, { wire: number; source: number }>();
  await devtools.send("Network.enable");
  devtools.on("Network.responseReceived", ({ requestId, type, response }) => {
    if (type === "Script" || /javascript/.test(response.mimeType))
      scripts.set(requestId, { wire: 0, source: 0 });
  });
  devtools.on("Network.dataReceived", ({ requestId, dataLength }) => {
    const script = scripts.get(requestId);
    if (script !== undefined) script.source += dataLength;
  });
  devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const script = scripts.get(requestId);
    if (script !== undefined) script.wire = encodedDataLength;
  });
  await page.goto(path, { waitUntil: "networkidle" });
  await afterwards?.(page);
  await page.waitForTimeout(1000);
  await page.context().close();
  const sum = (part: "wire" | "source") => [...scripts.values()].reduce((all, one) => all + one[part], 0);
  return {
    measure: `${measure}, as transferred (${scripts.size} files)`,
    ours: figure("bytes", [sum("wire")]),
    beside: { what: "unpacked", figure: figure("bytes", [sum("source")]) },
  };
}
