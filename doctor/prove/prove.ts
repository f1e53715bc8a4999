import { parseArgs } from "node:util";
import { stopSignal } from "../../authoring/check/stop-signal.ts";
import type { Config } from "../../server/config.ts";
import { prepareSeatHost, prepareUser } from "../../setup/prepare-machine.ts";
import { findMachine } from "../machine.ts";
import { doctorConfig } from "../realm.ts";
import { startSweeper } from "../start-sweeper.ts";
import { printProof, printProofs, type Proof, proofExitCode } from "./judge-proof.ts";
import { proveWalls } from "./prove-walls.ts";
import { walls } from "./walls/all.ts";

const report = (line: string) => void process.stderr.write(`${line}\n`);

/** `npm run doctor -- --prove [--only id,id] [--list] [--json]`. Returns the exit code. */
export async function prove(config: Config, args?: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    ...(args === undefined ? {} : { args: [...args] }),
    options: {
      prove: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      list: { type: "boolean", default: false },
      only: { type: "string" },
    },
  });
  const wanted = values.only?.split(",").map((one) => one.trim()) ?? [""];
  const strange = wanted.filter(
    (one) => (one === "" && values.only !== undefined) || !walls.some(({ id }) => id.startsWith(one)),
  );
  if (strange.length > 0) {
    report(`There is no wall ${strange.join(", ")}. npm run doctor -- --prove --list names all of them.`);
    return 2;
  }
  const chosen = walls.filter(({ id }) => wanted.some((one) => id.startsWith(one)));
  if (values.list) {
    const plain = chosen.map(({ id, what, seenBy }) => ({ id, what, seenBy }));
    process.stdout.write(
      values.json
        ? `${JSON.stringify(plain)}\n`
        : plain.map(({ id, what, seenBy }) => `${id.padEnd(26)} ${what} (${seenBy.join(", ")})\n`).join(""),
    );
    return 0;
  }
  const tell = (proof: Proof) => {
    if (values.json) report(printProof(proof));
    else process.stdout.write(`${printProof(proof)}\n`);
  };
  const signal = stopSignal();
  await prepareUser(config);
  const hold = await prepareSeatHost({ config, report, signal });
  try {
    const doctor = await doctorConfig(config);
    const sweeper = await startSweeper(doctor);
    try {
      const machine = await findMachine(config);
      const proofs = await proveWalls({ walls: chosen, doctor, machine, signal, tell });
      process.stdout.write(`${values.json ? JSON.stringify(proofs) : printProofs(proofs)}\n`);
      return proofExitCode(proofs);
    } finally {
      await sweeper.finish();
    }
  } finally {
    await hold?.release();
  }
}
