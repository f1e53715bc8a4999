import { readdir } from "node:fs/promises";
import path from "node:path";
import { type Answer, type Asked, notFound } from "./answer.ts";

/**
 * A Python package index over a folder of projects with wheels, by PEP 503 and, when asked for JSON, PEP 691.
 * `files` is the origin that the wheels are linked at: PyPI has them on another host.
 */
export async function answerIndex(asked: Asked, folder: string, files: string): Promise<Answer> {
  const project = /^\/simple\/([a-z0-9-]*)\/?$/.exec(asked.path)?.[1];
  if (project === undefined) return notFound;
  const names = await readdir(path.join(folder, project)).catch(() => null);
  if (names === null) return notFound;
  const link = (name: string) =>
    project === "" ? `/simple/${name}/` : `${files}/packages/${project}/${encodeURIComponent(name)}`;
  const listed = project === "" ? names.filter((name) => name !== "index.html") : names.filter(isWheel);
  if (asked.accept.includes("application/vnd.pypi.simple.v1+json") && project !== "")
    return {
      status: 200,
      headers: { "content-type": "application/vnd.pypi.simple.v1+json" },
      body: JSON.stringify({
        meta: { "api-version": "1.0" },
        name: project,
        files: listed.map((filename) => ({ filename, url: link(filename), hashes: {} })),
      }),
    };
  return {
    status: 200,
    headers: { "content-type": "text/html" },
    body: `<!DOCTYPE html>${listed.map((name) => `<a href="${link(name)}">${name}</a>\n`).join("")}`,
  };
}

/** The host that the wheels themselves come from. */
export function answerFiles(asked: Asked, folder: string): Answer {
  const [, project = "", name = ""] = /^\/packages\/([a-z0-9-]+)\/([\w.%+-]+\.whl)$/.exec(asked.path) ?? [];
  const file = decodeURIComponent(name);
  if (project === "" || file.includes("/")) return notFound;
  return { status: 200, body: { file: path.join(folder, project, file) } };
}

const isWheel = (name: string) => name.endsWith(".whl");
