import type { Duplex } from "node:stream";
import { judgeGpuReservation, type GpuReservationFacts } from "../../../core/check/judge-gpu-reservation.ts";
import { keyLines } from "../../../core/compose/line-of-key.ts";
import { asRecord } from "../../../core/compose/policy-values.ts";
import { normalizeImage } from "../../../core/dockerfile/resolve-step-line.ts";
import { imageOf } from "../../../core/lab/image-of.ts";
import type { Seat } from "../../../core/seat/port.ts";
import { textOf } from "../../docker/build/pack-context.ts";
import { plainEnd, type Grading } from "../grading.ts";
import { composeFile } from "./collect-compose.ts";
import { compose, PROJECT_FOLDER } from "./compose-command.ts";

const CONFIG_TIMEOUT_MS = 30_000;

/** Judges whether compose.yaml asks for a GPU: the file is resolved in the grading seat, and nothing of it is run. */
export async function gradeReservation(seat: Seat<Duplex>, grading: Grading): Promise<void> {
  const checks = grading.ledger.of("gpu-reservation");
  if (checks.length === 0) return;
  const facts = await collect(seat, grading);
  for (const check of checks) grading.ledger.decide(judgeGpuReservation(check, facts));
}

async function collect(seat: Seat<Duplex>, grading: Grading): Promise<GpuReservationFacts> {
  const { files, signal, lab } = grading;
  const file = composeFile(files);
  if (file === null) return { file: null, configError: null, service: null };
  grading.emit({ type: "phase", title: `Reading ${file.path}` });
  await seat.putFiles(PROJECT_FOLDER, files, signal);
  const config = await compose(seat, file.path, ["config", "--format", "json"], {
    signal,
    timeoutMs: CONFIG_TIMEOUT_MS,
  });
  if (config.exitCode !== 0 || config.truncated) {
    const configError = plainEnd(config.stderr, 1000).trim() || "it does not end";
    return { file: file.path, configError, service: null };
  }
  const resolved = asRecord(JSON.parse(config.stdout) as unknown);
  const services = Object.entries(asRecord(resolved?.["services"]) ?? {}).flatMap(([name, value]) => {
    const service = asRecord(value);
    return service === null ? [] : [{ name, config: service }];
  });
  const named = services.find(({ config: { image } }) => {
    return typeof image === "string" && normalizeImage(image) === normalizeImage(imageOf(lab));
  });
  const found = named ?? services.find((one) => asRecord(one.config["build"]) !== null) ?? null;
  const lineOf = keyLines(textOf(file.content));
  return {
    file: file.path,
    configError: null,
    service: found === null ? null : { ...found, line: lineOf(["services", found.name]) },
  };
}
