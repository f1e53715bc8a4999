import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Scalar,
  type YAMLMap,
} from "yaml";
import type { TextFile, TextRange } from "../../advice/finding.ts";
import { isExcessive } from "../is-excessive.ts";
import { parseYaml } from "../parse-yaml.ts";

export interface ComposeService {
  readonly name: string;
  readonly key: Node;
  readonly map: YAMLMap;
}

/** A YAML file with places, and the services in it. */
export interface ComposeContext {
  readonly path: string;
  readonly text: string;
  readonly document: Document;
  readonly counter: LineCounter;
  readonly services: readonly ComposeService[];
  readonly files: readonly TextFile[];
}

/** More services than anybody writes by hand are not looked at. */
const MAX_SERVICES = 20;
const MAX_SETTINGS = 100;

/** Reads the file as far as it can be read; null for a text that is no YAML map, or too much of one. Never throws. */
export function composeContext(
  path: string,
  text: string,
  files: readonly TextFile[],
): ComposeContext | null {
  if (isExcessive(text)) return null;
  const { document, counter } = parseYaml(text);
  if (!isMap(document.contents)) return null;
  const services = document.contents.get("services", true) as unknown;
  return {
    path,
    text,
    document,
    counter,
    files,
    services: isMap(services)
      ? services.items.slice(0, MAX_SERVICES).flatMap((item) => {
          const { key, value } = item;
          return isScalar(key) && isMap(value) ? [{ name: String(key.value), key, map: value }] : [];
        })
      : [],
  };
}

/** Value of a key, as a node with its place; what an alias stands for is not looked into. */
export function nodeOf(map: YAMLMap, key: string): Node | null {
  const value = map.get(key, true) as unknown;
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value) ? value : null;
}

/** Text of a key's plain value; null when it is not there or is no text. */
export function textOf(map: YAMLMap, key: string): string | null {
  const node = nodeOf(map, key);
  return isScalar(node) && typeof node.value === "string" ? node.value : null;
}

export function rangeOfNode(context: ComposeContext, node: Node): TextRange {
  const [start, end] = node.range ?? [0, 0];
  return rangeOfOffsets(context, start, Math.max(end, start + 1));
}

export function rangeOfOffsets({ counter }: ComposeContext, start: number, end: number): TextRange {
  const from = counter.linePos(start);
  const to = counter.linePos(end);
  return { startLine: from.line, startColumn: from.col, endLine: to.line, endColumn: to.col };
}

/** The place of a piece of a scalar's text within the file; the whole scalar where it is written another way. */
export function rangeInScalar(
  context: ComposeContext,
  node: Scalar,
  piece: string,
): { readonly range: TextRange; readonly exact: boolean } {
  const [start, end] = node.range ?? [0, 0];
  const at = context.text.slice(start, end).indexOf(piece);
  return at < 0
    ? { range: rangeOfNode(context, node), exact: false }
    : { range: rangeOfOffsets(context, start + at, start + at + piece.length), exact: true };
}

export interface Setting {
  readonly name: string;
  readonly value: string;
  readonly node: Scalar;
}

/** The environment of a service, as a map (`NAME: value`) or as a list (`- NAME=value`). */
export function environmentOf(service: ComposeService): Setting[] {
  const node = nodeOf(service.map, "environment");
  if (isMap(node)) {
    return node.items
      .slice(0, MAX_SETTINGS)
      .flatMap(({ key, value }) =>
        isScalar(key) &&
        isScalar(value) &&
        (typeof value.value === "string" || typeof value.value === "number")
          ? [{ name: String(key.value), value: String(value.value), node: value }]
          : [],
      );
  }
  if (!isSeq(node)) return [];
  return node.items.slice(0, MAX_SETTINGS).flatMap((item) => {
    if (!isScalar(item) || typeof item.value !== "string") return [];
    const equals = item.value.indexOf("=");
    return equals < 1
      ? []
      : [{ name: item.value.slice(0, equals), value: item.value.slice(equals + 1), node: item }];
  });
}
