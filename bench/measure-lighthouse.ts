import { findFreePort } from "../setup/find-free-port.ts";
import type { Row } from "./figure.ts";
import { figure } from "./figure.ts";
import { findPages } from "./find-pages.ts";
import type { Measure } from "./measure.ts";
import { openBrowser } from "./open-browser.ts";

const TIMES = 3;
const CATEGORIES = ["performance", "accessibility"] as const;

/** (d) Lighthouse as it comes: a slow phone on a slow line for performance, and its rules of accessibility. */
export const measureLighthouse: Measure = {
  name: "lighthouse",
  doing: "Lighthouse",
  async run(world) {
    const client = await world.client();
    const pages = await findPages(client);
    const port = await findFreePort();
    const browser = await openBrowser(world, port);
    const { default: lighthouse, desktopConfig } = await import("lighthouse");
    const rows: Row[] = [];
    for (const [name, path] of [
      ["course page", pages.course],
      ["exercise", pages.exercise],
    ] as const) {
      const scores = { phone: [[], []] as [number[], number[]], desktop: [[], []] as [number[], number[]] };
      for (let turn = 0; turn < TIMES; turn += 1) {
        for (const kind of ["phone", "desktop"] as const) {
          world.signal.throwIfAborted();
          const result = await lighthouse(
            new URL(path, client.url).href,
            {
              port,
              onlyCategories: [...CATEGORIES],
              logLevel: "error",
              output: "json",
              extraHeaders: { Cookie: `${client.cookie.name}=${client.cookie.value}` },
            },
            kind === "desktop" ? desktopConfig : undefined,
          );
          for (const audit of Object.values(result?.lhr.audits ?? {}))
            if (audit.scoreDisplayMode === "error")
              world.report(`  ${name}, ${kind}: ${audit.id}: ${audit.errorMessage ?? "error"}`);
          CATEGORIES.forEach((category, index) => {
            scores[kind][index]?.push((result?.lhr.categories[category]?.score ?? NaN) * 100);
          });
        }
      }
      CATEGORIES.forEach((category, index) =>
        rows.push({
          measure: `Lighthouse ${category} of the ${name}, phone on a slow line`,
          ours: figure("score", scores.phone[index] ?? []),
          beside: { what: "desktop", figure: figure("score", scores.desktop[index] ?? []) },
        }),
      );
    }
    await browser.close();
    return rows;
  },
};
