import { randomBytes } from "node:crypto";
import { AppError } from "../../../core/errors.ts";
import type { BuildSecret } from "../../../core/lab/build-secret.ts";
import type { Lab } from "../../../core/lab/schema.ts";
import { say } from "../../../core/messages/say.ts";
import type { SeatFile } from "../../../core/seat/port.ts";
import { textOf } from "../../docker/build/pack-context.ts";
import { seal, unseal } from "./seal.ts";

export interface DrawnSecrets {
  /** By the id that a mount asks for: the bytes of the file that stands for it. */
  readonly secrets: ReadonlyMap<string, Uint8Array>;
  readonly files: readonly SeatFile[];
  readonly starter: readonly SeatFile[];
}

/** What a build in the student's own seat is given: their own files, as the command line would take them. */
export function readSecrets(lab: Lab, files: readonly SeatFile[]): ReadonlyMap<string, Uint8Array> {
  return new Map(
    lab.secrets.flatMap(({ id, from }) => {
      const file = files.find(({ path }) => path === from);
      return file === undefined ? [] : [[id, Buffer.from(textOf(file.content))] as const];
    }),
  );
}

/**
 * Puts a secret drawn at random in the place of each of the lab's, and seals anew with it what was sealed with the
 * starter's. Nobody can have written it down: a build that works has been given it.
 * @throws AppError INTERNAL when the author's own secret does not open the author's own files
 */
export function drawSecrets(
  lab: Lab,
  files: readonly SeatFile[],
  starter: readonly SeatFile[],
): DrawnSecrets {
  const secrets = new Map<string, Uint8Array>();
  const drawn = new Map<string, string>();
  for (const secret of lab.secrets) {
    const value = randomBytes(16).toString("hex");
    const content = `${value}\n`;
    secrets.set(secret.id, Buffer.from(content));
    drawn.set(secret.from, content);
    for (const path of secret.opens) drawn.set(path, seal(value, openFirst(secret, path, starter)));
  }
  const replace = (list: readonly SeatFile[]) =>
    list.map((file) => ({ ...file, content: drawn.get(file.path) ?? file.content }));
  return { secrets, files: replace(files), starter: replace(starter) };
}

function openFirst({ id, from }: BuildSecret, path: string, starter: readonly SeatFile[]): string {
  const text = (wanted: string) => textOf(starter.find((file) => file.path === wanted)?.content ?? "");
  const opened = unseal(text(from).trim(), text(path));
  if (opened !== null) return opened;
  throw new AppError("INTERNAL", {
    message: `secret ${id}: starter/${from} does not open starter/${path}`,
    userMessage: say("grading.lab-mismatch"),
  });
}
