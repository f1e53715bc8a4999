import { figure } from "./figure.ts";
import { findPages } from "./find-pages.ts";
import type { Measure } from "./measure.ts";
import { openBrowser } from "./open-browser.ts";
import { openStudentPage } from "./open-student-page.ts";
import { reachEditor, reachTextarea } from "./reach-editor.ts";

const TIMES = 5;

/** (d) From asking for the exercise to typing in its editor, with nothing in the browser's cache. */
export const measureEditor: Measure = {
  name: "editor",
  doing: "time to a usable editor",
  async run(world) {
    const client = await world.client();
    const { exercise } = await findPages(client);
    const browser = await openBrowser(world);
    const textarea: number[] = [];
    const monaco: number[] = [];
    for (let turn = 0; turn < TIMES; turn += 1) {
      world.signal.throwIfAborted();
      const page = await openStudentPage(client, browser);
      const began = performance.now();
      await page.goto(exercise, { waitUntil: "commit" });
      await reachTextarea(page);
      textarea.push(performance.now() - began);
      await reachEditor(page);
      monaco.push(performance.now() - began);
      await page.context().close();
    }
    await browser.close();
    return [
      {
        measure: "From asking for the exercise to text typed into Monaco, nothing in the browser's cache",
        ours: figure("ms", monaco),
        beside: { what: "to the textarea that stands there before", figure: figure("ms", textarea) },
      },
    ];
  },
};
