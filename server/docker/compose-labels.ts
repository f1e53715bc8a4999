import type { ComposePlace, ServiceDependency } from "../../core/seat/containers.ts";

/** Names of projects and services as compose allows them; anything else is not compose's label. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const MAX_DEPENDENCIES = 20;
const MAX_NUMBER = 9999;

const conditions: Readonly<Record<string, ServiceDependency["condition"]>> = {
  service_started: "started",
  service_healthy: "healthy",
  service_completed_successfully: "completed",
};

export const PROJECT_LABEL = "com.docker.compose.project";

/** The project that a network or volume says it is of; null when compose did not make it. */
export function projectOf(labels: Readonly<Record<string, string>>): string | null {
  const project = labels[PROJECT_LABEL] ?? "";
  return NAME.test(project) ? project : null;
}

/** Where a container stands in a compose project; null for any other, and for those of `docker compose run`. */
export function composePlaceOf(labels: Readonly<Record<string, string>>): ComposePlace | null {
  const project = projectOf(labels);
  const service = labels["com.docker.compose.service"] ?? "";
  const number = Number(labels["com.docker.compose.container-number"] ?? "1");
  if (project === null || !NAME.test(service)) return null;
  if (/^true$/i.test(labels["com.docker.compose.oneoff"] ?? "")) return null;
  return {
    project,
    service,
    number: Number.isInteger(number) && number > 0 && number <= MAX_NUMBER ? number : 1,
    dependsOn: dependenciesOf(labels["com.docker.compose.depends_on"] ?? ""),
  };
}

/** "db:service_healthy:false,cache:service_started:true": name, condition, whether to restart with it. */
function dependenciesOf(label: string): ServiceDependency[] {
  const found: ServiceDependency[] = [];
  for (const entry of label.split(",", MAX_DEPENDENCIES)) {
    const [service = "", condition = ""] = entry.split(":");
    const known = conditions[condition];
    if (NAME.test(service) && known !== undefined) found.push({ service, condition: known });
  }
  return found;
}
