import type { GpuReservationFacts } from "../../../core/check/judge-gpu-reservation.ts";
import { asRecord } from "../../../core/compose/policy-values.ts";
import { normalizeImage } from "../../../core/dockerfile/resolve-step-line.ts";
import { imageOf } from "../../../core/lab/image-of.ts";
import type { PartOf } from "../collector.ts";
import { composeFile } from "./collect-compose.ts";
import { readProject } from "./read-project.ts";

/** Whether compose.yaml asks for a GPU: the file is resolved in the grading seat, and nothing of it is run. */
export async function collectReservation(
  _check: unknown,
  { seat, grading }: PartOf["file"],
): Promise<GpuReservationFacts> {
  const { files, lab } = grading;
  const file = composeFile(files);
  if (file === null) return { file: null, configError: null, service: null };
  grading.emit({ type: "phase", title: `Reading ${file.path}` });
  const project = await readProject(seat, grading, file);
  if (project.status === "unreadable")
    return { file: file.path, configError: project.message, service: null };
  const services = Object.entries(asRecord(asRecord(project.config)?.["services"]) ?? {}).flatMap(
    ([name, value]) => {
      const service = asRecord(value);
      return service === null ? [] : [{ name, config: service }];
    },
  );
  const named = services.find(({ config: { image } }) => {
    return typeof image === "string" && normalizeImage(image) === normalizeImage(imageOf(lab));
  });
  const found = named ?? services.find((one) => asRecord(one.config["build"]) !== null) ?? null;
  return {
    file: file.path,
    configError: null,
    service: found === null ? null : { ...found, line: project.lineOf(["services", found.name]) },
  };
}
