import { z } from "zod";
import type { ParsedDockerfile } from "../dockerfile/parse-dockerfile.ts";
import { checkKind, checkSchema } from "./check-kind.ts";
import { decide, evidenceOf } from "./decide.ts";
import type { CheckResult } from "./result.ts";

export const secretKeptCheck = checkSchema(
  "secret-kept",
  "The build asks for a secret of the lab by a mount, and its value is nowhere in the image: in no layer, also none deleted later, and not in its configuration or history. Looked for as it is, in base64 and in hexadecimal.",
  {
    secret: z.string().describe("Id of one of the lab's secrets."),
  },
);
export type SecretKeptCheck = z.infer<typeof secretKeptCheck>;

export interface SecretKeptFacts {
  readonly dockerfile: ParsedDockerfile;
  /** The builder has asked for the secret: it was mounted into a step that was done. */
  readonly asked: boolean;
  /** Where its value was found, the lowest layer first. */
  readonly places: readonly SecretPlace[];
}

export interface SecretPlace {
  /** A path with the layer that holds it, or a part of the configuration; without the value. */
  readonly where: string;
  /** unsearched: nobody could look there, so it may be there. */
  readonly kind: "file" | "configuration" | "history" | "unsearched";
  /** The file cannot be seen in a container any more, because a later layer deletes or replaces it. */
  readonly isHidden: boolean;
  readonly line: number | null;
}

const SHOWN = 6;

/** The builder itself tells whether it was asked; what a line looks like counts for nothing. */
export function judgeSecretKept(check: SecretKeptCheck, facts: SecretKeptFacts): CheckResult {
  const { asked, places } = facts;
  const mount = mountLine(facts.dockerfile, check.secret);
  const evidence = [
    evidenceOf(
      `secret ${check.secret}, asked for by the build`,
      asked ? "by a mount" : "by no step",
      asked,
      mount,
    ),
    ...places.slice(0, SHOWN).map((place) => evidenceOf("its value", place.where, false, place.line)),
  ];
  if (places.length > SHOWN) evidence.push(evidenceOf("and in more places", String(places.length), false));
  if (places.length === 0) {
    evidence.push(evidenceOf("its value in layers, configuration and history", "nowhere", true));
  }
  const worst = places.find(({ kind }) => kind !== "unsearched") ?? places[0];
  if (worst !== undefined) {
    return decide(check, evidence, { text: advice[leakOf(worst)], line: worst.line });
  }
  if (asked) return decide(check, evidence, null);
  const text =
    mount === null
      ? `No step asks for ${check.secret}. RUN --mount=type=secret puts it before one step, as a file that no layer keeps.`
      : `The mount on line ${mount} was never used: nothing of the last stage needs that step, or it came too late.`;
  return decide(check, evidence, { text, line: mount });
}

type Leak = "hidden" | SecretPlace["kind"];
const leakOf = (place: SecretPlace): Leak =>
  place.kind === "file" && place.isHidden ? "hidden" : place.kind;

const advice: Readonly<Record<Leak, string>> = {
  hidden:
    "The key is in a file that a later line deletes. It still lies in the layer that brought it, for everybody who pulls the image.",
  file: "The key is in a file of the image, for everybody who pulls it.",
  configuration:
    "The key is in the image's configuration. docker image inspect prints it, and every container has it.",
  history:
    "The key is in the image's history: docker history --no-trunc prints what build arguments a RUN was given.",
  unsearched:
    "A layer could not be searched in time, so nothing proves that the key is not in it. Leave out of it what the service does not need.",
};

/** For people: where the mount stands, if it stands anywhere. */
function mountLine(dockerfile: ParsedDockerfile, secret: string): number | null {
  const found = dockerfile.stages
    .flatMap((stage) => stage.instructions)
    .find(({ flags }) =>
      flags.some(({ name, value }) => {
        const parts = value.split(",");
        return name === "mount" && parts.includes("type=secret") && parts.includes(`id=${secret}`);
      }),
    );
  return found?.line ?? null;
}

export const secretKept = checkKind({
  schema: secretKeptCheck,
  phase: "image",
  needsImage: true,
  judge: judgeSecretKept,
  example: `- id: kept
  kind: secret-kept
  title: The build is given the key, and the image does not have it
  points: 30
  secret: weights_key`,
});
