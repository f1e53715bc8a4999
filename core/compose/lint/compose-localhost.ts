import { isMap, isScalar, isSeq } from "yaml";
import type { LintFinding } from "../../advice/finding.ts";
import {
  type ComposeContext,
  type ComposeService,
  environmentOf,
  nodeOf,
  rangeInScalar,
  textOf,
} from "./compose-context.ts";
import { isOnHost, serviceAt, servicePorts } from "./service-ports.ts";

export const WHY_LOCALHOST =
  "In a container localhost is that container, and the other service is not in it. " +
  "Compose gives every service a name in their network: use that.";

const bySchemes: readonly (readonly [RegExp, RegExp])[] = [
  [/^postgres/, /(^|\/)postgres(:|@|$)/],
  [/^redis/, /(^|\/)redis(:|@|$)/],
  [/^mysql|^mariadb/, /(^|\/)(mysql|mariadb)(:|@|$)/],
  [/^mongo/, /(^|\/)mongo(:|@|$)/],
];

/** Settings of what runs in a browser, on the machine and not in the container. */
const forBrowsers =
  /^(?:VITE_|NEXT_PUBLIC_|REACT_APP_|NUXT_PUBLIC_|PUBLIC_|GATSBY_|EXPO_|VUE_APP_|NG_APP_|STORYBOOK_)|CORS|ORIGIN|ALLOW|REDIRECT|CALLBACK|EXTERNAL|FRONTEND|PUBLIC|BROWSER|CLIENT_URL|ROOT_URL|SITE_URL|(?:^|_)BASE_URL|ADVERTISE|WEBHOOK|NEXTAUTH|_HOSTNAME$|DOMAIN/i;

/** Whether the machine's port of that number leads to some service. */
function publishes(context: ComposeContext, port: number): boolean {
  return context.services.some((service) => {
    const list = nodeOf(service.map, "ports");
    return (
      isSeq(list) &&
      list.items
        .slice(0, 20)
        .some((item) =>
          isScalar(item)
            ? new RegExp(`(?:^|:)${port}:\\d{1,5}(?:/\\w+)?$`).test(String(item.value))
            : isMap(item) && String(item.get("published")) === String(port),
        )
    );
  });
}

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
      if (forBrowsers.test(name)) continue;
      const host = url?.[2] ?? (pointsOut ? plain[1] : undefined);
      if (host === undefined) continue;
      const port = Number(url?.[3] ?? plain?.[2] ?? 0);
      const meant = meantBy(context, service, url?.[1] ?? null, port, name);
      // An address for a browser, such as the service's own public one, is that of the machine.
      if (meant === null && url !== null && /^https?$/i.test(url[1] ?? "")) continue;
      // A published port is at localhost for a browser on the machine: which of the two is meant, the name does not say.
      const isWeb = url !== null && /^https?$/i.test(url[1] ?? "");
      const isPublished = isWeb && publishes(context, port);
      const place = rangeInScalar(context, node, host);
      findings.push({
        rule: "compose-localhost",
        hadolint: null,
        severity: isPublished ? "info" : "error",
        range: place.range,
        message: `${name.slice(0, 60)} of ${service.name} says ${host}, which is ${service.name} itself`,
        why: WHY_LOCALHOST,
        fix:
          meant !== null && place.exact && !isPublished
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
