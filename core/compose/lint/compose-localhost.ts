import type { LintFinding } from "../../advice/finding.ts";
import {
  environmentOf,
  rangeInScalar,
  textOf,
  type ComposeContext,
  type ComposeService,
} from "./compose-context.ts";
import { isOnHost, serviceAt, servicePorts } from "./service-ports.ts";

export const whyLocalhost =
  "In a container localhost is that container, and the other service is not in it. " +
  "Compose gives every service a name in their network: use that.";

const bySchemes: readonly (readonly [RegExp, RegExp])[] = [
  [/^postgres/, /(^|\/)postgres(:|@|$)/],
  [/^redis/, /(^|\/)redis(:|@|$)/],
  [/^mysql|^mariadb/, /(^|\/)(mysql|mariadb)(:|@|$)/],
  [/^mongo/, /(^|\/)mongo(:|@|$)/],
];

/** localhost in what tells a service where another one is. */
export function composeLocalhost(context: ComposeContext): LintFinding[] {
  const findings: LintFinding[] = [];
  if (context.services.length < 2) return [];
  for (const service of context.services) {
    if (isOnHost(service)) continue;
    for (const { name, value, node } of environmentOf(service)) {
      const url =
        /^([a-z][a-z0-9+.-]{0,30}):\/\/(?:[^\s/@]{0,200}@)?(localhost|127\.0\.0\.1)(?::(\d{1,5}))?(?=[/?#,]|$)/i.exec(
          value,
        );
      const plain = /^(localhost|127\.0\.0\.1)(?::(\d{1,5}))?$/.exec(value);
      // What a program binds itself to is its own business.
      const pointsOut =
        plain !== null &&
        /(HOST|ADDR|ADDRESS|SERVER|ENDPOINT|TARGET)$/i.test(name) &&
        !/BIND|LISTEN|^HOST$|(UVICORN|FLASK_RUN|SERVER)_HOST$/i.test(name);
      const host = url?.[2] ?? (pointsOut ? plain[1] : undefined);
      if (host === undefined) continue;
      const port = Number(url?.[3] ?? plain?.[2] ?? 0);
      const meant = meantBy(context, service, url?.[1] ?? null, port, name);
      // An address for a browser, such as the service's own public one, is that of the machine.
      if (meant === null && url !== null && /^https?$/i.test(url[1] ?? "")) continue;
      const place = rangeInScalar(context, node, host);
      findings.push({
        rule: "compose-localhost",
        hadolint: null,
        severity: "error",
        range: place.range,
        message: `${name.slice(0, 60)} of ${service.name} says ${host}, which is ${service.name} itself`,
        why: whyLocalhost,
        fix:
          meant !== null && place.exact
            ? { title: `Use ${meant}`, edits: [{ range: place.range, text: meant }] }
            : null,
      });
    }
  }
  return findings;
}

/** Name of the other service that is probably meant; null when none is. */
function meantBy(
  context: ComposeContext,
  service: ComposeService,
  scheme: string | null,
  port: number,
  name: string,
): string | null {
  if (servicePorts(context, service).includes(port)) return null;
  const atPort = port === 0 ? null : serviceAt(context, port);
  if (atPort !== null) return atPort.name;
  const images = bySchemes.find(([known]) =>
    known.test((scheme ?? name).toLowerCase().replace(/^(pg|db|database)/, "postgres")),
  )?.[1];
  const other = context.services.find(
    (one) => one !== service && images?.test(textOf(one.map, "image") ?? "") === true,
  );
  return other?.name ?? null;
}
