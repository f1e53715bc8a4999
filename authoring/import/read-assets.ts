import type { FolderFile } from "../../server/tools.ts";
import { readSource } from "./read-source.ts";
import type { Remark } from "./scenario.ts";

interface Asset {
  readonly file: string;
  readonly target: string;
  readonly chmod?: string | undefined;
}

/** Files that a Killercoda scenario puts on the machine: those in root's home folder are the lab's, the others are told. */
export async function readAssets(
  folder: string,
  assets: readonly Asset[],
): Promise<{ readonly files: readonly FolderFile[]; readonly remarks: readonly Remark[] }> {
  if (assets.length === 0) return { files: [], remarks: [] };
  const { files: there, remarks: lost } = await readSource(folder);
  const files = new Map<string, string>();
  const remarks: Remark[] = lost.map(({ where, what }) => ({ where: `assets/${where}`, what }));
  for (const { file, target, chmod } of assets.slice(0, 100)) {
    const place = /^(?:\/root|~|\$HOME)?\/?((?!\/).*)$/.exec(target)?.[1] ?? null;
    const isHome =
      place !== null &&
      !target.replace(/^(?:\/root|~|\$HOME)(?=\/|$)/, "").startsWith("//") &&
      (/^(?:\/root|~|\$HOME)(?:\/|$)/.test(target) || target === "");
    const wanted = file.replace(/^\.?\//, "");
    // A star stands for everything below: Killercoda copies folders with it.
    const found = there.filter(
      ({ path }) =>
        path === wanted || matches(path, wanted) || path.startsWith(`${wanted.replace(/\/?\*+$/, "")}/`),
    );
    if (!isHome) {
      remarks.push({
        where: `assets/${file}`,
        what: `not put to ${target}: a lab's files are in its own folder`,
      });
      continue;
    }
    if (found.length === 0) remarks.push({ where: `assets/${file}`, what: "no file of text is there" });
    if (chmod !== undefined && /x|[1357]/.test(chmod) && found.length > 0) {
      remarks.push({
        where: `assets/${file}`,
        what: `chmod ${chmod}: files of a lab cannot be run as they are; call them with their interpreter`,
      });
    }
    const base = wanted.includes("*")
      ? wanted.slice(0, wanted.indexOf("*"))
      : wanted.includes("/")
        ? wanted.slice(0, wanted.lastIndexOf("/") + 1)
        : "";
    for (const { path, content } of found) {
      const below = path.startsWith(base) ? path.slice(base.length) : path;
      files.set([place.replace(/\/+$/, ""), below].filter((part) => part !== "").join("/"), content);
    }
  }
  return { files: [...files].map(([path, content]) => ({ path, content })), remarks };
}

function matches(path: string, pattern: string): boolean {
  // With more stars than anybody writes a pattern costs too much.
  if (pattern.length > 100 || pattern.split("*").length > 4) return false;
  const parts = pattern
    .split(/(\*+)/)
    .map((part) =>
      part === "*" ? "[^/]*" : part.startsWith("*") ? ".*" : part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"),
    );
  return new RegExp(`^${parts.join("")}$`).test(path);
}
