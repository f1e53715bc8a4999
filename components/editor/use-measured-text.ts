import { useState } from "react";
import type { LineCost } from "../../core/image/report.ts";
import type { EditorFile, EditorProblem } from "./mounted-editor.ts";

/**
 * The text that costs and problems speak of: the one the page names, else the file as it was when they came
 * in. Compared by what they say, because the page may make the same lists anew on every render.
 */
export function useMeasuredText(
  named: string | null,
  file: EditorFile,
  costs: readonly LineCost[],
  problems: readonly EditorProblem[],
): string {
  const key = JSON.stringify([file.path, costs, problems]);
  const [seen, setSeen] = useState({ key, text: file.content });
  if (seen.key !== key) setSeen({ key, text: file.content });
  return named ?? (seen.key === key ? seen.text : file.content);
}
