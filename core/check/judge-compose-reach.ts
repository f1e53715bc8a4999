import { z } from "zod";
import type { StackPort, StackServiceModel } from "../compose/stack-model.ts";
import { checkKind, checkSchema } from "./check-kind.ts";
import { decide, type Hint } from "./decide.ts";
import type { CheckResult, Evidence } from "./result.ts";

const port = z.number().int().min(1).max(65535);

const composeReachCheck = checkSchema(
  "compose-reach",
  "Published ports answer, and ports that should stay inside are not published.",
  {
    open: z
      .array(
        z.strictObject({
          port: port.describe("Port outside."),
          inside: port.describe("Port in the container that it has to lead to."),
          path: z.string().startsWith("/").describe("Path that is asked for by GET."),
          contains: z.string().optional().describe("Text that the answer has."),
        }),
      )
      .min(1)
      .describe("Published ports that must answer with success."),
    inside: z
      .array(port)
      .default([])
      .describe("Ports of containers that nothing may publish: the database's."),
  },
);
export type ComposeReachCheck = z.infer<typeof composeReachCheck>;

export interface ComposeReachFacts {
  readonly file: string;
  readonly services: readonly StackServiceModel[];
  readonly lineOf: (path: readonly string[]) => number | null;
  /** One for each of the check's ports, in their order; null: nobody answers. */
  readonly answers: readonly ({ readonly code: number; readonly body: string } | null)[];
}

/** Asks from outside, and looks at the mappings for what went wrong. */
export function judgeComposeReach(check: ComposeReachCheck, facts: ComposeReachFacts): CheckResult {
  const { file, services, answers, lineOf } = facts;
  const evidence: Evidence[] = [];
  let hint: Hint | null = null;
  const linePorts = (service: string) => lineOf(["services", service, "ports"]);
  check.open.forEach((open, index) => {
    const answer = answers[index] ?? null;
    const ok =
      answer !== null && answer.code >= 200 && answer.code < 300 && answer.body.includes(open.contains ?? "");
    const found =
      answer === null
        ? "nobody answers"
        : ok
          ? `HTTP ${answer.code}`
          : `HTTP ${answer.code}, of something else`;
    const wrong = ok ? null : explain(open, services);
    const line = wrong === null ? null : linePorts(wrong.service);
    evidence.push({ asked: `localhost:${open.port}${open.path}`, found, ok, line, file });
    if (!ok) hint ??= { text: wrong?.text ?? plain(open, found), line };
  });
  for (const inside of check.inside) {
    const published = services.find(({ ports }) => ports.some(({ target }) => target === inside));
    const line = published === undefined ? null : linePorts(published.name);
    const found = published === undefined ? "not published" : `published by ${published.name}`;
    evidence.push({ asked: `port ${inside}`, found, ok: published === undefined, line, file });
    if (published !== undefined) {
      hint ??= {
        text: `Port ${inside} of ${published.name} is open to whoever reaches this machine. The other services need no published port: they are in the same network.`,
        line,
      };
    }
  }
  return decide(check, evidence, hint === null ? null : { file, ...hint });
}

type Open = ComposeReachCheck["open"][number];

const plain = (open: Open, found: string): string =>
  `localhost:${open.port}${open.path}: ${found}. Publish it as "${open.port}:${open.inside}": outside comes first.`;

/** The mapping that was meant: swapped, or leading to a port at which nothing listens. */
function explain(
  open: Open,
  services: readonly StackServiceModel[],
): { service: string; text: string } | null {
  const mappings = services.flatMap(({ name, ports }) => ports.map((one) => ({ name, ...one })));
  const written = ({ published, target }: StackPort) => `"${published ?? ""}:${target}"`;
  const swapped = mappings.find((one) => one.published === open.inside && one.target === open.port);
  if (swapped !== undefined) {
    return {
      service: swapped.name,
      text: `${written(swapped)} of ${swapped.name} leads from ${open.inside} outside to ${open.port} inside: it is swapped. Outside comes first, as with \`docker run -p\`.`,
    };
  }
  const elsewhere = mappings.find((one) => one.published === open.port && one.target !== open.inside);
  return elsewhere === undefined
    ? null
    : {
        service: elsewhere.name,
        text: `${written(elsewhere)} of ${elsewhere.name} leads to port ${elsewhere.target} of its container, where nothing listens. It listens at ${open.inside}.`,
      };
}

export const composeReach = checkKind({
  schema: composeReachCheck,
  phase: "stack",
  needsImage: false,
  judge: judgeComposeReach,
  example: `- id: reach
  kind: compose-reach
  title: The API is published, the database is not
  points: 10
  open:
    - { port: 8080, inside: 8000, path: /health, contains: ok }
  inside: [5432]`,
});
