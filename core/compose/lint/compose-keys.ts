import { isMap, isScalar } from "yaml";
import type { LintFinding } from "../../advice/finding.ts";
import { knownTags, tagOf } from "../../advice/known-tags.ts";
import { WHY_PINNED_IMAGE } from "../../dockerfile/lint/pinned-base.ts";
import { type ComposeContext, nodeOf, rangeOfNode, textOf } from "./compose-context.ts";

const WHY_VERSION =
  "Compose has ignored this key since 2020 and warns about it: the file's form is found out from its content. " +
  "Take the line out.";

/** `version:` at the top. */
export function composeVersion(context: ComposeContext): LintFinding[] {
  const top = context.document.contents;
  const pair = isMap(top) ? top.items.find(({ key }) => isScalar(key) && key.value === "version") : undefined;
  if (pair === undefined || !isScalar(pair.key)) return [];
  const range = rangeOfNode(context, pair.key);
  const lines = context.text.split(/\r?\n/).length;
  const isLine = isScalar(pair.value) && range.startLine < lines;
  return [
    {
      rule: "compose-version",
      hadolint: null,
      severity: "info",
      range,
      message: "Compose ignores version",
      why: WHY_VERSION,
      fix: isLine
        ? {
            title: "Take it out",
            edits: [
              {
                range: {
                  startLine: range.startLine,
                  startColumn: 1,
                  endLine: range.startLine + 1,
                  endColumn: 1,
                },
                text: "",
              },
            ],
          }
        : null,
    },
  ];
}

/** An image without a version, or with `latest`. What a service builds itself may be named as it likes. */
export function composeImages(context: ComposeContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const service of context.services) {
    const node = nodeOf(service.map, "image");
    if (!isScalar(node) || typeof node.value !== "string" || nodeOf(service.map, "build") !== null) continue;
    const image = node.value;
    const tag = tagOf(image);
    // What another service builds and gives that name is no image of anybody else's.
    const isOwn = context.services.some(
      (one) => nodeOf(one.map, "build") !== null && textOf(one.map, "image") === image,
    );
    if (isOwn) continue;
    if (image === "" || /[@$]/.test(image) || (tag !== null && tag !== "latest")) continue;
    const name = tag === null ? image : image.slice(0, -"latest".length - 1);
    const better = knownTags[name];
    const range = rangeOfNode(context, node);
    findings.push({
      rule: "pinned-base",
      hadolint: null,
      severity: "warning",
      range,
      message:
        tag === null ? `The image ${image} has no version` : `The image ${image} is whatever is newest`,
      why: WHY_PINNED_IMAGE,
      fix:
        better === undefined
          ? null
          : { title: `Use ${name}:${better}`, edits: [{ range, text: `${name}:${better}` }] },
    });
  }
  return findings;
}
