import bash from "refractor/bash";
import { refractor } from "refractor/core";
import docker from "refractor/docker";
import http from "refractor/http";
import ini from "refractor/ini";
import json from "refractor/json";
import python from "refractor/python";
import toml from "refractor/toml";
import yaml from "refractor/yaml";
import type { HastNode } from "./hast.ts";
import { textOf } from "./hast.ts";

for (const syntax of [bash, docker, http, ini, json, python, toml, yaml]) refractor.register(syntax);

/**
 * rehype plugin: colours fenced code when the lesson is compiled, so that the browser needs no highlighter.
 * Tokens become `<span class="token keyword">`; both themes colour the classes by CSS variables. `pre` gets
 * `data-language`, and from the fence's meta `title="..."` becomes `data-title`, `run` (a command for the terminal)
 * `data-run` (with `interrupt`, what runs there is ended first), `file=...` (a whole file for the editor) `data-file`, and
 * `lab=...` (the lab that it belongs to) `data-lab`.
 */
export function highlightCode() {
  return (tree: HastNode): void => {
    const visit = (node: HastNode): void => {
      for (const child of node.children ?? []) {
        if (child.tagName === "pre") colour(child);
        else visit(child);
      }
    };
    visit(tree);
  };
}

function colour(pre: HastNode): void {
  const code = pre.children?.find((child) => child.tagName === "code");
  if (code === undefined) return;
  const classes = code.properties?.["className"];
  const language = (Array.isArray(classes) ? classes.map(String) : [])
    .find((name) => name.startsWith("language-"))
    ?.slice("language-".length);
  if (language === undefined) return;
  const meta = (code as { data?: { meta?: unknown } }).data?.meta;
  const words = typeof meta === "string" ? meta.split(/\s+/) : [];
  const file = words.find((word) => word.startsWith("file="))?.slice("file=".length);
  const lab = words.find((word) => word.startsWith("lab="))?.slice("lab=".length);
  const title = typeof meta === "string" ? /title="([^"]*)"/.exec(meta)?.[1] : undefined;
  pre.properties = {
    ...pre.properties,
    "data-language": language,
    ...(words.includes("run") ? { "data-run": words.includes("interrupt") ? "interrupt" : "" } : {}),
    ...(file === undefined ? {} : { "data-file": file }),
    ...(lab === undefined ? {} : { "data-lab": lab }),
    ...(title === undefined ? {} : { "data-title": title }),
  };
  if (!refractor.registered(language)) return;
  code.children = refractor.highlight(textOf(code), language).children;
}
