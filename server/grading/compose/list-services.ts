import type { ComposeService } from "../../../core/check/compose-facts.ts";
import { readLogEnd } from "../../docker/container/follow-log.ts";
import { inspectContainer } from "../../docker/container/inspect-container.ts";
import type { Engine } from "../../docker/engine.ts";
import { type ContainerInspect, containerList } from "../../docker/engine-schemas.ts";
import { PROJECT_NAME } from "./compose-command.ts";

/** One container of the project with the service that it belongs to. */
export interface ProjectContainer {
  readonly service: string;
  readonly inspect: ContainerInspect;
}

/** Every container that compose made of the student's file. */
export async function listContainers(engine: Engine, signal: AbortSignal): Promise<ProjectContainer[]> {
  const filters = JSON.stringify({ label: [`com.docker.compose.project=${PROJECT_NAME}`] });
  const path = `/containers/json?all=1&filters=${encodeURIComponent(filters)}`;
  const containers = await engine.json({ method: "GET", path, signal }, containerList);
  const found: ProjectContainer[] = [];
  for (const container of containers) {
    const inspect = await inspectContainer(engine, container.Id, signal);
    const service = container.Labels["com.docker.compose.service"];
    if (inspect !== null && service !== undefined) found.push({ service, inspect });
  }
  return found;
}

/** The same for a report; the log's end only of what does not run. */
export async function describeServices(
  engine: Engine,
  containers: readonly ProjectContainer[],
  signal: AbortSignal,
): Promise<ComposeService[]> {
  return Promise.all(
    containers.map(async ({ service, inspect }) => {
      const { State } = inspect;
      const running = State.Status === "running";
      const health = State.Health?.Status;
      return {
        name: service,
        state: State.Status,
        exitCode: running ? null : State.ExitCode,
        health: health === undefined || health === "none" ? null : health,
        log: running ? "" : await readLogEnd(engine, inspect.Id, signal),
      };
    }),
  );
}
