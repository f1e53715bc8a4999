import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";
import { labApi } from "./lab.ts";

const labFolder = new URL("../content/docker-for-ml/10-exercise/labs/fastapi-service/", import.meta.url)
  .pathname;

/** The files of the lab's solution: what a student would have written in the end. */
export function readSolution(): { path: string; content: string }[] {
  const root = join(labFolder, "solution");
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const full = join(entry.parentPath, entry.name);
      return { path: full.slice(root.length + 1), content: readFileSync(full, "utf8") };
    });
}

interface ListedFile {
  readonly path: string;
  readonly version: number;
  readonly content: string;
}

/** Saves files as the editor would, each on the version that is there now. */
export async function saveFiles(
  page: Page,
  files: readonly { path: string; content: string }[],
): Promise<void> {
  const origin = new URL(process.env["E2E_URL"] ?? "http://localhost:3000").origin;
  const list = (await (await page.request.get(`${labApi}/files`)).json()) as { files: ListedFile[] };
  for (const { path, content } of files) {
    const baseVersion = list.files.find((file) => file.path === path)?.version ?? 0;
    const answer = await page.request.put(`${labApi}/files`, {
      headers: { origin },
      data: { path, content, baseVersion },
    });
    expect(answer.status(), `${path}: ${await answer.text()}`).toBe(200);
  }
}
