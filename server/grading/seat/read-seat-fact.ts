import type { Duplex } from "node:stream";
import type { z } from "zod";
import type { ContainerMade, SeatFact } from "../../../core/check/seat-fact.ts";
import type { SeatExpectation } from "../../../core/lab/seat-expectation.ts";
import type { Seat } from "../../../core/seat/port.ts";
import type { Engine } from "../../docker/engine.ts";
import {
  leftContainers,
  namedContainer,
  namedImage,
  namedNetwork,
  namedVolume,
  unnamedImages,
} from "../../docker/state-schemas.ts";
import { askPort } from "./ask-port.ts";
import { readFileFact } from "./read-file-fact.ts";

/** A student's seat, and where a lab's files lie in it. */
export interface StudentSeat {
  readonly seat: Seat<Duplex>;
  /** "/workspace/first-image" */
  readonly folder: string;
}

export interface LookingAt extends StudentSeat {
  readonly engine: Engine;
  readonly signal: AbortSignal;
}

const CALL_MS = 5000;
/** As many as evidence shows, and some that a lab may allow. */
const CONTAINERS = 40;
const DANGLING = encodeURIComponent(JSON.stringify({ dangling: ["true"] }));

/**
 * Reads what the seat says about one expectation. Names come from the lab and never from the seat.
 * Errors: those of engine and seat; an abort rejects with the signal's reason.
 */
export async function readSeatFact(at: LookingAt, expected: SeatExpectation): Promise<SeatFact> {
  switch (expected.what) {
    case "image": {
      const image = await findImage(at, expected.name);
      const other = expected.sameAs === undefined ? null : await findImage(at, expected.sameAs);
      const labels = image?.Config?.Labels ?? {};
      return { what: "image", id: image?.Id ?? null, labels, otherId: other?.Id ?? null };
    }
    case "container": {
      const found = await find(at, `/containers/${expected.name}/json`, namedContainer);
      // The engine also takes the beginning of an id for a name.
      if (found?.Name !== `/${expected.name}`) return { what: "container", found: null };
      const ports = Object.values(found.NetworkSettings?.Ports ?? {}).flatMap((each) => each ?? []);
      return {
        what: "container",
        found: {
          state: found.State.Status,
          image: found.Config.Image.slice(0, 200),
          exitCode: found.State.ExitCode,
          publishes: [...new Set(ports.map(({ HostPort }) => HostPort))],
          made: madeOf(found),
          imageNames: expected.pinnedTo === undefined ? null : await namesOf(at, found.Image ?? ""),
        },
      };
    }
    case "containers": {
      const path = `/containers/json?all=1&limit=${CONTAINERS + 1}`;
      const listed = await at.engine.json(call(at, path), leftContainers);
      const left = listed.slice(0, CONTAINERS).map(({ Id, Names, State }) => ({
        name: (Names[0] ?? Id.slice(0, 12)).replace(/^\//, "").slice(0, 100),
        state: State,
      }));
      return { what: "containers", left, more: listed.length > CONTAINERS };
    }
    case "dangling": {
      const listed = await at.engine.json(call(at, `/images/json?filters=${DANGLING}`), unnamedImages);
      return { what: "dangling", count: listed.length };
    }
    case "port":
      return askPort(at.seat, expected, at.signal);
    case "volume": {
      const found = await find(at, `/volumes/${expected.name}`, namedVolume);
      return { what: "volume", isThere: found?.Name === expected.name };
    }
    case "network": {
      const found = await find(at, `/networks/${expected.name}`, namedNetwork);
      if (found?.Name !== expected.name) return { what: "network", isThere: false, connects: [] };
      const connects = Object.values(found.Containers ?? {}).map(({ Name }) => Name.slice(0, 100));
      return { what: "network", isThere: true, connects: connects.slice(0, 200) };
    }
    case "file": {
      const fact = await readFileFact(at, expected);
      if (fact.what !== "file" || expected.containsIdOf === undefined) return fact;
      return { ...fact, imageId: (await findImage(at, expected.containsIdOf))?.Id ?? null };
    }
  }
}

function madeOf({ Config, HostConfig }: z.infer<typeof namedContainer>): ContainerMade | null {
  if (HostConfig === null || HostConfig === undefined) return null;
  // As text, with or without its value: "no-new-privileges", "no-new-privileges:true", "no-new-privileges=true".
  const noNew = HostConfig.SecurityOpt.some((option) => /^no-new-privileges(?:[:=]true)?$/.test(option));
  return {
    user: (Config.User ?? "").slice(0, 100),
    readOnly: HostConfig.ReadonlyRootfs === true,
    privileged: HostConfig.Privileged === true,
    dropped: HostConfig.CapDrop,
    added: HostConfig.CapAdd,
    noNewPrivileges: noNew,
  };
}

/** Names of an image by its id, which the seat has told: only where it is one. */
async function namesOf(at: LookingAt, id: string): Promise<readonly string[]> {
  if (!/^sha256:[0-9a-f]{64}$/.test(id)) return [];
  const image = await find(at, `/images/${id}/json`, namedImage);
  return (image?.RepoTags ?? []).slice(0, 20).map((name) => name.slice(0, 200));
}

const call = ({ signal }: LookingAt, path: string) =>
  ({ method: "GET", path, signal, timeoutMs: CALL_MS, maxBytes: 2 * 1024 * 1024 }) as const;

/** Null when the engine knows nothing of this name. */
async function find<T>(at: LookingAt, path: string, schema: z.ZodType<T>): Promise<T | null> {
  const request = call(at, path);
  const answer = await at.engine.ask(request);
  return answer.status === 404 ? null : at.engine.parse(request, answer, schema);
}

/** Only by its name: the engine also takes the beginning of an id for one. */
async function findImage(at: LookingAt, name: string) {
  const found = await find(at, `/images/${name}/json`, namedImage);
  const whole = /:[^/]+$/.test(name) ? name : `${name}:latest`;
  return found?.RepoTags.includes(whole) === true ? found : null;
}
