import type { StackServiceModel } from "./stack-model.ts";

/** What went wrong, and what is known of the project. */
export interface StackTrouble {
  /** The student's file. */
  readonly text: string;
  /** What compose said, and the ends of the logs of what does not run. */
  readonly log: string;
  /** Empty when compose could not read the file. */
  readonly services: readonly StackServiceModel[];
  /** Name of the database's service, where there is one. */
  readonly database: string | null;
  readonly databasePort: number;
}

/** No address is longer, and the patterns below take the square of a value's length. */
const MAX_VALUE = 1000;

/** What tells a service where another one is may be among these. */
const settingsOf = ({ environment }: StackServiceModel): (readonly [string, string])[] =>
  [...environment].filter(([, value]) => value.length <= MAX_VALUE);

/**
 * The mistake behind a stack that does not come up, when it is one that many make: in words, with the line. Null
 * for everything else, which compose's own message tells better.
 */
export function explainStack(trouble: StackTrouble): string | null {
  return (
    tabs(trouble) ??
    folderForFile(trouble) ??
    localhost(trouble) ??
    wrongPort(trouble) ??
    unknownName(trouble) ??
    noHealthCheck(trouble) ??
    portTaken(trouble) ??
    tooEarly(trouble) ??
    otherPassword(trouble)
  );
}

function tabs({ text, services }: StackTrouble): string | null {
  if (services.length > 0) return null;
  const line = text.split("\n").findIndex((one) => /^ *\t/.test(one));
  return line === -1
    ? null
    : `Line ${line + 1} is indented by a tab. YAML knows spaces only: two for each level, and never a tab.`;
}

function localhost({ services, database, log }: StackTrouble): string | null {
  if (database === null || !/refused|not translate|unreachable|timed? ?out/i.test(log)) return null;
  for (const service of services) {
    const { name } = service;
    for (const [key, value] of settingsOf(service)) {
      if (name === database || !/^(?:.*[/@])?(?:localhost|127\.0\.0\.1|::1)(?:[:/].*)?$/i.test(value))
        continue;
      return `${key} of ${name} names \`${value}\`. In a container localhost is that container itself, and the database is in another one: its host name is the name of its service, \`${database}\`.`;
    }
  }
  return null;
}

/** Between services the port in the container counts; what is published is for outside. */
function wrongPort({ services, database, databasePort, log }: StackTrouble): string | null {
  if (database === null || !/refused/i.test(log)) return null;
  const outside = services.find(({ name }) => name === database)?.ports ?? [];
  for (const service of services) {
    const { name } = service;
    if (name === database) continue;
    for (const [key, value] of settingsOf(service)) {
      const port = Number(/^(?:.*:)?(\d{2,5})(?:\/.*)?$/.exec(value)?.[1] ?? 0);
      const isAddress = /PORT$/i.test(key) || value.includes(`${database}:`);
      if (!isAddress || port === 0 || port === databasePort) continue;
      const why = outside.some(({ published }) => published === port)
        ? `${port} is where the database is published outside`
        : `nothing of the database listens at ${port}`;
      return `${key} of ${name} says ${port}: ${why}. Between services the port in the container counts, ${databasePort}, and nothing has to be published.`;
    }
  }
  return null;
}

function unknownName({ services, log }: StackTrouble): string | null {
  const host = /could not translate host name "([^"]{1,100})"/.exec(log)?.[1];
  if (host === undefined || services.some(({ name }) => name === host)) return null;
  const names = services.map(({ name }) => `\`${name}\``).join(", ");
  return `There is no host \`${host}\` in the project's network. Its names are those of the services: ${names}.`;
}

function noHealthCheck({ log }: StackTrouble): string | null {
  return /no healthcheck configured|has no healthcheck/i.test(log)
    ? "A service is waited for until it is healthy, and has no health check that could say so. Give the database a `healthcheck`: `pg_isready` is in its image."
    : null;
}

function portTaken({ log }: StackTrouble): string | null {
  const port = /(?:bind for|listen tcp\S*) \S*?:(\d{1,5})\b.*(?:already allocated|in use)/i.exec(log)?.[1];
  return port === undefined
    ? null
    : `Two services publish port ${port}. Outside a port belongs to one of them; inside, each has all ports for itself.`;
}

/** A file that is not there is made as a folder by the engine, when it is to be mounted. */
function folderForFile({ log }: StackTrouble): string | null {
  return /not a directory|is a directory|bind source path does not exist/i.test(log) &&
    /prometheus\.yml|db_password|mount|bind/i.test(log)
    ? "A file that is mounted is not in the project under this name. For one that is missing the engine makes a folder, and a folder cannot be mounted in a file's place. Look at the path: it begins at compose.yaml."
    : null;
}

function tooEarly({ services, database, log }: StackTrouble): string | null {
  const asked = /connection refused|is starting up|could not translate host name/i.test(log);
  const waits = services.some(
    ({ dependsOn }) => database !== null && dependsOn.get(database) === "service_healthy",
  );
  return database !== null && asked && !waits
    ? `The database was asked before it could answer. That \`${database}\` was started does not mean that it is ready: let the other wait with \`condition: service_healthy\`.`
    : null;
}

function otherPassword({ log }: StackTrouble): string | null {
  return /password authentication failed|no password supplied/i.test(log)
    ? "The database refuses the password. Both services must get the same one, from the same file."
    : null;
}
