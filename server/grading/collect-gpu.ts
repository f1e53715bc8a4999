import type { Duplex } from "node:stream";
import { z } from "zod";
import type { ComposeGpuFacts } from "../../core/check/judge-compose-gpu.ts";
import type { GpuStageFacts } from "../../core/check/judge-gpu-stage.ts";
import type { Seat } from "../../core/seat/port.ts";
import { textOf } from "../docker/build/pack-context.ts";
import { Engine } from "../docker/engine.ts";
import type { PartOf } from "./collector.ts";
import { composeFile } from "./compose/collect-compose.ts";

const PHASE = "Reading what is meant for a GPU";

/**
 * What a machine without a GPU can tell of an image for one: the text of the Dockerfile and of its files. The engine
 * of the grading seat is asked whether it knows of GPUs, so that the result can say what was not tried.
 */
export async function collectGpuStage(_check: unknown, part: PartOf["file"]): Promise<GpuStageFacts> {
  const { seat, grading } = part;
  grading.emit({ type: "phase", title: PHASE });
  const files = new Map(grading.files.map(({ path, content }) => [path, textOf(content)]));
  return {
    dockerfile: files.get("Dockerfile") ?? "",
    files,
    gpus: await findGpus(seat, grading.signal),
  };
}

/** The same of compose.yaml. */
export async function collectComposeGpu(_check: unknown, part: PartOf["file"]): Promise<ComposeGpuFacts> {
  const { seat, grading } = part;
  grading.emit({ type: "phase", title: PHASE });
  const file = composeFile(grading.files);
  return {
    compose: file === null ? null : { path: file.path, text: textOf(file.content) },
    gpus: await findGpus(seat, grading.signal),
  };
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
