import { asList, asRecord } from "./policy-values.ts";
import { readComposeYaml } from "./read-yaml.ts";

export interface FoundPassword {
  readonly path: readonly string[];
  /** What is wrong, without the password itself. */
  readonly reason: string;
}

const SECRET_NAME = /(?:^|_)PASS$|PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY/i;
/** `${NAME}`, `$NAME`, `${NAME:?message}`, `${NAME:-}`: nothing of the value stands in the file. */
const VARIABLE = /^\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*(?::?\?[^}]*|:?-)?\})$/;
const IN_ADDRESS = /:\/\/[^\s/:@]*:([^\s@/]+)@/;

/**
 * Passwords that stand in a Compose file as text: a value of a variable with such a name, one in an address
 * (`postgresql://user:password@db`), the default of `${NAME:-password}`, or the content of one of `known` (the
 * files of the project that hold a secret). A database that asks nobody for a password counts as well.
 */
export function findPasswords(text: string, known: readonly string[]): FoundPassword[] {
  const found: FoundPassword[] = [];
  const services = (readComposeYaml(text) ?? []).flatMap((top) =>
    Object.entries(asRecord(top["services"]) ?? {}),
  );
  for (const [name, value] of services) {
    const service = asRecord(value) ?? {};
    const at = ["services", name];
    const build = asRecord(service["build"]);
    for (const { path, variables } of [
      { path: [...at, "environment"], variables: service["environment"] },
      { path: [...at, "build", "args"], variables: build?.["args"] },
    ]) {
      for (const { key, place, given } of namedValues(variables)) {
        const reason = problemOf(key, given);
        if (reason !== null) found.push({ path: [...path, place], reason });
      }
    }
    const probe = asRecord(service["healthcheck"]);
    for (const { path, words } of [
      { path: [...at, "command"], words: service["command"] },
      { path: [...at, "entrypoint"], words: service["entrypoint"] },
      { path: [...at, "healthcheck", "test"], words: probe?.["test"] },
    ]) {
      const name = asList(words)
        .map((part) => assignedSecret(textOf(part)))
        .find((one) => one !== null);
      if (name != null) found.push({ path, reason: `${name} has its value in the file` });
    }
    for (const key of ["command", "entrypoint"]) {
      if (asList(service[key]).some((part) => isAddressWithPassword(String(part)))) {
        found.push({ path: [...at, key], reason: "an address with a password in it" });
      }
    }
  }
  const repeated = known.some((secret) => secret.length >= 6 && text.includes(secret));
  if (found.length === 0 && repeated) {
    found.push({ path: [], reason: "the content of a secret's file stands here once more" });
  }
  return found;
}

function problemOf(key: string, given: string): string | null {
  if (/HOST_AUTH_METHOD$/i.test(key) && /^trust$/i.test(given)) {
    return "the database asks nobody for a password";
  }
  if (isAddressWithPassword(given)) return `${key} has a password in its address`;
  if (!SECRET_NAME.test(key) || /_FILE$/i.test(key) || given === "" || VARIABLE.test(given)) return null;
  return given.includes("$") && /:?-[^}]/.test(given)
    ? `${key} has a password as its default`
    : `${key} has its value in the file`;
}

/** The name of a password that a command sets as text: `PGPASSWORD=x pg_isready`. */
function assignedSecret(command: string): string | null {
  for (const [, name = "", given = ""] of command
    .slice(0, 10_000)
    .matchAll(/\b([A-Z_]{1,60})=["']?([^\s"']+)/g)) {
    if (SECRET_NAME.test(name) && !name.endsWith("_FILE") && !given.startsWith("$")) return name;
  }
  return null;
}

function isAddressWithPassword(text: string): boolean {
  const password = IN_ADDRESS.exec(text)?.[1];
  return password !== undefined && !VARIABLE.test(password);
}

/** Both forms of a list of variables: a map, or a list of "NAME=value"; `place` is the key of the entry in it. */
function namedValues(value: unknown): { key: string; place: string; given: string }[] {
  const map = asRecord(value);
  if (map !== null) {
    return Object.entries(map).map(([key, given]) => ({ key, place: key, given: textOf(given) }));
  }
  return asList(value).map((entry, index) => {
    const [key = "", ...rest] = textOf(entry).split("=");
    return { key, place: String(index), given: rest.join("=") };
  });
}

const textOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
