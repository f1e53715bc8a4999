import { isMap } from "yaml";
import { type ComposeContext, type ComposeService, nodeOf, textOf } from "./compose-context.ts";

/** Text of the Dockerfile that a service is built from; null when it is not in the workspace. */
export function dockerfileOf(context: ComposeContext, service: ComposeService): string | null {
  const build = nodeOf(service.map, "build");
  if (build === null) return null;
  const folder = isMap(build) ? (textOf(build, "context") ?? ".") : (textOf(service.map, "build") ?? ".");
  const name = isMap(build) ? (textOf(build, "dockerfile") ?? "Dockerfile") : "Dockerfile";
  const here = context.path.split("/").slice(0, -1);
  for (const part of `${folder}/${name}`.split("/")) {
    if (part === "..") here.pop();
    else if (part !== "" && part !== ".") here.push(part);
  }
  const path = here.join("/");
  return context.files.find((file) => file.path === path)?.content ?? null;
}
