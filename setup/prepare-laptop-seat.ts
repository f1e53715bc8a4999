import { fileURLToPath } from "node:url";
import { DOCKER_SEAT_IMAGE } from "../server/seats/docker/docker-seat-arguments.ts";
import { hashInputs } from "./hash-inputs.ts";
import { runCommand } from "./run-command.ts";

const recipe = fileURLToPath(new URL("seat-image", import.meta.url));
const HASH_LABEL = "drydock.recipe";

/** Whether this computer has a Docker that answers us. */
export async function dockerAnswers(): Promise<boolean> {
  return await runCommand("docker", ["version", "--format", "{{.Server.Version}}"]).then(
    () => true,
    () => false,
  );
}

/** Builds the image of a laptop's seat with its own Docker, when the recipe has changed. */
export async function prepareLaptopSeat(options: {
  readonly report: (line: string) => void;
  readonly signal?: AbortSignal;
}): Promise<void> {
  const hash = await hashInputs([recipe]);
  const format = `{{index .Config.Labels "${HASH_LABEL}"}}`;
  const has = await runCommand("docker", ["image", "inspect", "--format", format, DOCKER_SEAT_IMAGE]).catch(
    () => "",
  );
  if (has.trim() === hash) return;
  options.report("seat image, by this computer's Docker");
  const label = `${HASH_LABEL}=${hash}`;
  await runCommand(
    "docker",
    ["build", "--progress=plain", "--label", label, "--tag", DOCKER_SEAT_IMAGE, recipe],
    {
      onLine: (line) => {
        if (/^#\d+ \[/.test(line)) options.report(line.replace(/^#\d+ /, ""));
      },
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    },
  );
}
