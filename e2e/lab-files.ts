import type { Page } from "@playwright/test";
import { expect } from "@playwright/test";
import { readAnswer } from "../server/content/read-answer.ts";
import { LAB_ID, labApi } from "./lab.ts";
import { loadLabOf } from "./load-lab-of.ts";

/** The files of the lab's solution as this student would have written them in the end. */
export async function readSolution(studentId: string): Promise<readonly { path: string; content: string }[]> {
  return readAnswer(await loadLabOf(studentId, LAB_ID), "solution");
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
  api = labApi,
): Promise<void> {
  const origin = new URL(process.env["E2E_URL"] ?? "http://localhost:3000").origin;
  const list = (await (await page.request.get(`${api}/files`)).json()) as { files: ListedFile[] };
  for (const { path, content } of files) {
    const baseVersion = list.files.find((file) => file.path === path)?.version ?? 0;
    const answer = await page.request.put(`${api}/files`, {
      headers: { origin },
      data: { path, content, baseVersion },
    });
    expect(answer.status(), `${path}: ${await answer.text()}`).toBe(200);
  }
}
