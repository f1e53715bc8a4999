import type { Duplex } from "node:stream";
import { z } from "zod";
import type { Seat } from "../../core/seat/port.ts";
import { textOf } from "../docker/build/pack-context.ts";
import { Engine } from "../docker/engine.ts";
import { parseApart } from "../parsers/parse-apart.ts";
import { composeFile } from "./compose/collect-compose.ts";
import type { Grading } from "./grading.ts";

/**
 * Judges what a machine without a GPU can tell of an image for one: the text of the Dockerfile and of compose.yaml.
 * The engine of the grading seat is asked whether it knows of GPUs, so that the result can say what was not tried.
 */
export async function gradeGpu(seat: Seat<Duplex>, grading: Grading): Promise<void> {
  const { ledger, files } = grading;
  const stages = ledger.of("gpu-stage");
  const services = ledger.of("compose-gpu");
  if (stages.length + services.length === 0) return;
  grading.emit({ type: "phase", title: "Reading what is meant for a GPU" });
  const gpus = await findGpus(seat, grading.signal);
  const texts = new Map(files.map(({ path, content }) => [path, textOf(content)]));
  const dockerfile = texts.get("Dockerfile") ?? "";
  for (const check of stages) {
    ledger.decide(await parseApart("judgeGpuStage", [check, { dockerfile, files: texts, gpus }]));
  }
  const file = composeFile(files);
  for (const check of services) {
    const compose = file === null ? null : { path: file.path, text: textOf(file.content) };
    ledger.decide(await parseApart("judgeComposeGpu", [check, { compose, gpus }]));
  }
}

const engineInfo = z.object({
  Runtimes: z.record(z.string(), z.unknown()).nullish(),
  /** Since Docker 28.2: devices that CDI descriptions on the machine name. */
  DiscoveredDevices: z
    .array(z.object({ ID: z.string() }))
    .max(1000)
    .nullish(),
});

/** What the engine knows of NVIDIA GPUs, in words; null when it knows of none. */
async function findGpus(seat: Seat<Duplex>, signal: AbortSignal): Promise<string | null> {
  const engine = new Engine(seat);
  try {
    const info = await engine.json({ method: "GET", path: "/info", signal }, engineInfo);
    const devices = (info.DiscoveredDevices ?? []).filter(({ ID }) => ID.startsWith("nvidia.com/gpu="));
    if (devices.length > 0)
      return devices
        .map(({ ID }) => ID)
        .slice(0, 4)
        .join(", ");
    return Object.hasOwn(info.Runtimes ?? {}, "nvidia") ? "the runtime nvidia" : null;
  } finally {
    engine.close();
  }
}
