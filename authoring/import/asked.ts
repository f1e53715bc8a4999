import { inFolder } from "./name-places.ts";

/** What a command of a script asks of the machine. */
export interface Asked {
  readonly what: "container" | "image" | "volume" | "network" | "port" | "file";
  /** For a port its number. */
  readonly name: string;
  /** False: the command asks that it is not so. */
  readonly holds: boolean;
  /** The name is the whole of it, and not what a grep found in a list. */
  readonly isExact: boolean;
  /** It is the service of a compose file. */
  readonly ofCompose: boolean;
  readonly state: "running" | "stopped" | "exists" | null;
  /** Text in a file or an answer; of a network, a container. */
  readonly contains: string | null;
  readonly path: string | null;
  readonly status: number | null;
}

/** A thing that is asked for and nothing more of it. */
export const ASKED = {
  holds: true,
  isExact: true,
  ofCompose: false,
  state: null,
  contains: null,
  path: null,
  status: null,
} as const;

/** A scenario works in the home folder of root, a lab in a folder of its own. */
export function fileAsked(given: string, contains: string | null): Asked | null {
  const path = inFolder("", given);
  return path === null ? null : { ...ASKED, what: "file", name: path, contains };
}
