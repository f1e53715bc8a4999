import { execFile } from "node:child_process";
import path from "node:path";
import type { Config } from "../../server/config.ts";
import { discardAllSeats } from "../../server/seats/discard-all-seats.ts";
import { settingsEnvironment } from "../../setup/settings-environment.ts";
import type { AttackResult } from "../attack.ts";
import { attacks } from "../attacks/all.ts";
import type { Machine } from "../machine.ts";
import { DEFAULT_SECONDS } from "../run-attacks.ts";
import { copySources } from "./copy-sources.ts";
import { judgeProof, type Proof } from "./judge-proof.ts";
import type { Wall } from "./wall.ts";

/** Reading the programs, seats and a site on a machine that is busy. */
const START_SECONDS = 180;

export interface ProveOptions {
  readonly walls: readonly Wall[];
  /** Settings of the doctor's own, with a data directory that its sweeper removes. */
  readonly doctor: Config;
  readonly machine: Machine | null;
  readonly signal: AbortSignal;
  readonly tell: (proof: Proof) => void;
}

/**
 * Takes down one wall after the other in a throw-away copy, and runs the attacks that must see it. The seat host must be
 * held up meanwhile. No wall of the machine's own site or seats is touched.
 */
export async function proveWalls({ walls, doctor, machine, signal, tell }: ProveOptions): Promise<Proof[]> {
  const copy = await copySources(path.join(doctor.DATA_DIR, "sources"));
  const proofs: Proof[] = [];
  for (const wall of walls) {
    const begun = performance.now();
    const outcome = await prove(wall).catch((fault: unknown) => ({ fault }));
    const proof = judgeProof(wall, outcome, performance.now() - begun);
    proofs.push(proof);
    tell(proof);
  }
  return proofs;

  async function prove(wall: Wall): Promise<readonly AttackResult[] | { readonly skipped: string }> {
    signal.throwIfAborted();
    // A seat that is there already was made with the wall, and would be used again.
    if (wall.spoilsSeats === true) await discardAllSeats(doctor);
    if (wall.lower !== undefined && machine === null)
      return {
        skipped: "only root on the machine of the seat host can put up what is lowered (sudo npm run doctor)",
      };
    const lowered = machine === null ? undefined : await wall.lower?.(machine, doctor);
    try {
      return await copy.withEdits([...wall.edits, ...(lowered?.edits ?? [])], () => attack(wall.seenBy));
    } finally {
      await lowered?.undo();
      if (wall.spoilsSeats === true) await discardAllSeats(doctor);
    }
  }

  function attack(ids: readonly string[]): Promise<readonly AttackResult[]> {
    const chosen = attacks.filter(({ id }) => ids.includes(id));
    // One that could not be tried is tried twice.
    const seconds = chosen.reduce((sum, one) => sum + 2 * (one.seconds ?? DEFAULT_SECONDS), START_SECONDS);
    const program = path.join(copy.directory, "doctor/prove/attack-from-copy.ts");
    return new Promise((resolve, reject) => {
      execFile(
        process.execPath,
        ["--import", "tsx", program, ...ids],
        {
          cwd: copy.directory,
          env: { ...process.env, ...settingsEnvironment(doctor) },
          maxBuffer: 16 * 1024 ** 2,
          timeout: seconds * 1000,
          killSignal: "SIGKILL",
          signal,
        },
        (error, stdout, stderr) => {
          if (error === null) resolve(JSON.parse(stdout) as AttackResult[]);
          else reject(new Error(`${error.message.split("\n")[0] ?? ""} ${stderr.slice(-400)}`));
        },
      );
    });
  }
}
