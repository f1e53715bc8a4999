import { isScalar, isSeq } from "yaml";
import type { LintFinding } from "../../advice/finding.ts";
import { type ComposeContext, environmentOf, nodeOf, rangeInScalar } from "./compose-context.ts";
import { isOnHost, servicePorts } from "./service-ports.ts";

const WHY =
  "Before the colon stands the port of the machine, behind it the port in the container: whoever calls the first is sent to the second. " +
  "Nothing in the container listens to this one, so the connection is refused.";

/** `8000:80` for a program that listens to 8000: the two sides swapped, or another port than the program's. */
export function composePorts(context: ComposeContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const service of context.services) {
    const list = nodeOf(service.map, "ports");
    const listens = isSeq(list) && !isOnHost(service) ? servicePorts(context, service) : [];
    if (!isSeq(list) || listens.length === 0) continue;
    // A program may open more doors than the one that is known of; with one of them right the rest may be, too.
    const insides = list.items
      .slice(0, 20)
      .map((item) => /(\d{1,5})(?:\/tcp)?$/.exec(isScalar(item) ? String(item.value) : "")?.[1]);
    const isReached = insides.some((port) => listens.includes(Number(port)));
    // A setting may tell the program another port.
    if (environmentOf(service).some(({ name }) => /PORT$|_ADDR(ESS)?$|^LISTEN/i.test(name))) continue;
    for (const item of list.items.slice(0, 20)) {
      if (!isScalar(item) || typeof item.value !== "string") continue;
      const match = /^((?:[\d.]{7,15}|\[[^\]]{1,40}\]):)?(\d{1,5}):(\d{1,5})(\/tcp)?$/.exec(item.value);
      if (match === null) continue;
      const [, address = "", host = "", inside = "", protocol = ""] = match;
      if (listens.includes(Number(inside))) continue;
      const swapped = listens.includes(Number(host)) && host !== inside;
      if (!swapped && (isReached || list.items.length > 1)) continue;
      if (swapped && isReached) continue;
      const right = swapped ? `${inside}:${host}` : `${host}:${listens[0] ?? ""}`;
      const place = rangeInScalar(context, item, item.value);
      findings.push({
        rule: "compose-ports",
        hadolint: null,
        severity: "error",
        range: place.range,
        message: swapped
          ? `The ports are swapped: ${service.name} listens to ${host}, not to ${inside}`
          : `${service.name} listens to ${listens.join(", ")}, not to ${inside}`,
        why: WHY,
        fix:
          place.exact && listens.length === 1
            ? {
                title: `Write ${right}`,
                edits: [{ range: place.range, text: `${address}${right}${protocol}` }],
              }
            : null,
      });
    }
  }
  return findings;
}
