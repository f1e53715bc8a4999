import type { Hardening } from "../lab/seat-expectation.ts";
import type { ContainerMade } from "./seat-fact.ts";
import type { Expected, Finding } from "./seat-finding.ts";

/** Holds what a container may do, as its seat tells it, against what a lab asks to be taken from it. */
export function compareHardening(
  { name, hardened = [] }: Expected<"container">,
  { made }: { readonly made: ContainerMade | null },
): Finding[] {
  return hardened.map((one) => {
    const { asked, tell, isSo, advice } = rules[one];
    return {
      asked: `${asked} of ${name}`,
      found: made === null ? "your seat did not say" : tell(made),
      ok: made !== null && isSo(made),
      advice,
    };
  });
}

interface Rule {
  readonly asked: string;
  readonly tell: (made: ContainerMade) => string;
  readonly isSo: (made: ContainerMade) => boolean;
  readonly advice: string;
}

const isAll = (name: string): boolean => name.toUpperCase() === "ALL";
const list = (names: readonly string[]): string =>
  names.length === 0 ? "none" : names.slice(0, 20).join(", ");

const rules: Readonly<Record<Hardening, Rule>> = {
  "numeric-user": {
    asked: "user",
    tell: ({ user }) => (user === "" ? "not set, which is root" : user),
    isSo: ({ user }) => /^[1-9]\d{0,9}(?::\d{1,10})?$/.test(user),
    advice:
      "Its user is no number other than 0. Only from a number can an orchestrator tell, without looking into the image, that it is not root.",
  },
  "read-only": {
    asked: "file system",
    tell: ({ readOnly }) => (readOnly ? "read-only" : "may be written to"),
    isSo: ({ readOnly }) => readOnly,
    advice:
      "Its root file system may be written to. docker run has an option for that, and one for a /tmp in memory.",
  },
  "no-capabilities": {
    asked: "capabilities",
    tell: ({ privileged, dropped, added }) =>
      privileged ? "privileged: all" : `dropped: ${list(dropped)}; added: ${list(added)}`,
    isSo: ({ privileged, dropped, added }) => !privileged && dropped.some(isAll) && added.length === 0,
    advice: "It keeps capabilities that a service which reads one file has no use for. Drop all of them.",
  },
  "no-new-privileges": {
    asked: "privileges that a program may gain",
    tell: ({ noNewPrivileges }) => (noNewPrivileges ? "none" : "those of set-uid programs"),
    isSo: ({ noNewPrivileges, privileged }) => noNewPrivileges && !privileged,
    advice: "A set-uid program in it would still become root. One of the --security-opt forbids that.",
  },
};
