import type { SeatExpectation } from "../lab/seat-expectation.ts";
import { compareHardening } from "./compare-hardening.ts";
import { comparePin } from "./compare-pin.ts";
import { evidenceOf } from "./decide.ts";
import type { Evidence } from "./result.ts";
import type { SeatFact } from "./seat-fact.ts";
import type { Expected, Finding } from "./seat-finding.ts";

export interface Compared {
  /** At least one line. */
  readonly evidence: readonly Evidence[];
  /** What to do about the first thing that is not as expected; null when all of it is. */
  readonly advice: string | null;
}

type Fact<What extends SeatFact["what"]> = Extract<SeatFact, { what: What }>;

/** Holds what a seat says against one expectation. A fact of another kind counts as no answer. */
export function compareSeatFact(expected: SeatExpectation, fact: SeatFact): Compared {
  const findings = find(expected, fact);
  return {
    evidence: findings.map(({ asked, found, ok }) => evidenceOf(asked, found, ok)),
    advice: findings.find(({ ok }) => !ok)?.advice ?? null,
  };
}

function find(expected: SeatExpectation, fact: SeatFact): Finding[] {
  switch (expected.what) {
    case "image":
      return fact.what === "image" ? findImage(expected, fact) : unread(`image ${expected.name}`, fact);
    case "container":
      return fact.what === "container"
        ? findContainer(expected, fact)
        : unread(`container ${expected.name}`, fact);
    case "containers":
      return fact.what === "containers" ? findContainers(expected, fact) : unread("all containers", fact);
    case "dangling":
      return fact.what === "dangling" ? [findDangling(fact)] : unread("images without a name", fact);
    case "port":
      return fact.what === "port" ? findPort(expected, fact) : unread(`localhost:${expected.port}`, fact);
    case "volume":
      return fact.what === "volume"
        ? [presence(`volume ${expected.name}`, expected.is, fact.isThere, "docker volume ls")]
        : unread(`volume ${expected.name}`, fact);
    case "network":
      return fact.what === "network" ? findNetwork(expected, fact) : unread(`network ${expected.name}`, fact);
    case "file":
      return fact.what === "file" ? findFile(expected, fact) : unread(describeFile(expected), fact);
  }
}

function unread(asked: string, fact: SeatFact): Finding[] {
  const reason = fact.what === "unreadable" ? fact.reason : "your seat did not say";
  const advice = `Your seat gave no usable answer: ${reason}. Try again; if it stays so, take a fresh seat.`;
  return [{ asked, found: reason, ok: false, advice }];
}

function presence(asked: string, is: "there" | "gone", isThere: boolean, list: string): Finding {
  return {
    asked,
    found: isThere ? "there" : "not there",
    ok: isThere === (is === "there"),
    advice:
      is === "there" ? `There is no ${asked}. ${list} shows what there is.` : `The ${asked} is still there.`,
  };
}

const short = (id: string) => id.replace(/^sha256:/, "").slice(0, 12);

function findImage(expected: Expected<"image">, fact: Fact<"image">): Finding[] {
  const { name, is, sameAs, labels = {} } = expected;
  const there = presence(`image ${name}`, is, fact.id !== null, "docker images");
  if (fact.id === null || is === "gone") return [there];
  const findings = [{ ...there, found: `there, ${short(fact.id)}` }];
  if (sameAs !== undefined) {
    findings.push({
      asked: `image ${sameAs}, by its other name`,
      found: fact.otherId === null ? "not there" : short(fact.otherId),
      ok: fact.otherId === fact.id,
      advice: `${name} and ${sameAs} have to be two names of one image. docker images shows the ids.`,
    });
  }
  for (const [label, value] of Object.entries(labels)) {
    const found = Object.hasOwn(fact.labels, label) ? fact.labels[label] : undefined;
    findings.push({
      asked: `label ${label} of ${name}`,
      found: found ?? "not set",
      ok: found === value,
      advice: `${name} was not built from this lab's Dockerfile as it is asked for: its label ${label} is ${found === undefined ? "not set" : `"${found}"`}.`,
    });
  }
  return findings;
}

/** taster and taster:latest are one name. */
const withTag = (name: string) => (/:[^/]+$/.test(name) ? name : `${name}:latest`);

function findContainer(expected: Expected<"container">, { found }: Fact<"container">): Finding[] {
  const { name, is } = expected;
  const asked = `container ${name}`;
  if (found === null || is === "gone") {
    const state = found === null ? "not there" : found.state;
    const advice =
      is === "gone"
        ? `The container ${name} is still there: ${state}.`
        : `There is no container ${name}. docker ps -a shows what there is.`;
    return [{ asked, found: state, ok: found === null && is === "gone", advice }];
  }
  // Paused and restarting containers are neither: the student has not stopped them, and they do not serve.
  const isSo =
    is === "running" ? found.state === "running" : ["exited", "created", "dead"].includes(found.state);
  const findings: Finding[] = [
    {
      asked,
      found: found.state === "exited" ? `exited with ${found.exitCode}` : found.state,
      ok: isSo,
      advice:
        is === "running"
          ? `The container ${name} does not run: it is ${found.state}. docker logs ${name} may say why.`
          : `The container ${name} is not stopped: it is ${found.state}.`,
    },
  ];
  if (expected.image !== undefined) {
    findings.push({
      asked: `image that ${name} was started from`,
      found: found.image,
      ok: withTag(found.image) === withTag(expected.image),
      advice: `The container ${name} was not started from ${expected.image}. Remove it and start it again.`,
    });
  }
  if (expected.exitCode !== undefined) {
    findings.push({
      asked: `exit code of ${name}`,
      found: String(found.exitCode),
      ok: found.exitCode === expected.exitCode,
      advice: `The container ${name} ended with exit code ${found.exitCode}, not with ${expected.exitCode}.`,
    });
  }
  if (expected.publishes !== undefined) {
    findings.push({
      asked: `ports of the seat that lead to ${name}`,
      found: found.publishes.length === 0 ? "none" : found.publishes.join(", "),
      ok: found.publishes.includes(expected.publishes),
      advice: `Port ${expected.publishes} does not lead to ${name}. A port is published when the container is made, with -p.`,
    });
  }
  return [...findings, ...compareHardening(expected, found), ...comparePin(expected, found)];
}

const SHOWN = 8;

function findContainers({ only }: Expected<"containers">, fact: Fact<"containers">): Finding[] {
  const others = fact.left.filter(({ name }) => !only.includes(name));
  const names = others.slice(0, SHOWN).map(({ name, state }) => `${name} (${state})`);
  const more = fact.more || others.length > SHOWN ? ", and more" : "";
  const isSo = others.length === 0 && !fact.more;
  return [
    {
      asked: only.length === 0 ? "containers that are left" : `containers besides ${only.join(", ")}`,
      found: isSo ? "none" : `${names.join(", ")}${more}`,
      ok: isSo,
      advice: `Still there: ${names.join(", ")}${more}. docker ps -a lists stopped ones, too; docker rm removes them.`,
    },
  ];
}

function findDangling({ count }: Fact<"dangling">): Finding {
  return {
    asked: "images without a name",
    found: count === 0 ? "none" : String(count),
    ok: count === 0,
    advice: "There are images without a name. docker image prune removes them.",
  };
}

/** JSON brings quotes of its own. */
const quote = (text: string) => (text.includes('"') ? text : `"${text}"`);
const excerpt = (body: string) => (body.length <= 200 ? body : `${body.slice(0, 200)}…`);

function findPort(expected: Expected<"port">, { answer, silence }: Fact<"port">): Finding[] {
  const asked = `http://localhost:${expected.port}${expected.path}`;
  if (answer === null) {
    const advice = `Nothing answers on port ${expected.port} of your seat: ${silence}. Is a container published there, and does it run?`;
    return [{ asked, found: silence, ok: false, advice }];
  }
  const findings: Finding[] = [
    {
      asked,
      found: `status ${answer.status}`,
      ok: answer.status === expected.status,
      advice: `Port ${expected.port} answers with status ${answer.status} instead of ${expected.status}.`,
    },
  ];
  if (expected.contains !== undefined) {
    findings.push({
      asked: `${quote(expected.contains)} in the answer`,
      found: excerpt(answer.body.trim()),
      ok: answer.body.includes(expected.contains),
      advice: `What answers on port ${expected.port} is not what is asked for.`,
    });
  }
  return findings;
}

function findNetwork(expected: Expected<"network">, fact: Fact<"network">): Finding[] {
  const { name, is, connects = [] } = expected;
  const there = presence(`network ${name}`, is, fact.isThere, "docker network ls");
  if (!fact.isThere || connects.length === 0) return [there];
  const missing = connects.filter((container) => !fact.connects.includes(container));
  return [
    there,
    {
      asked: `containers in network ${name}`,
      found: fact.connects.length === 0 ? "none" : fact.connects.slice(0, SHOWN).join(", "),
      ok: missing.length === 0,
      advice: `Not attached to the network ${name}: ${missing.join(", ")}.`,
    },
  ];
}

function describeFile({ in: place, path }: Expected<"file">): string {
  if (place === "folder") return `file ${path}`;
  return "volume" in place
    ? `file ${path} in volume ${place.volume}`
    : `file /${path} in container ${place.container}`;
}

function findFile(expected: Expected<"file">, { content, imageId = null }: Fact<"file">): Finding[] {
  const { is, contains, untold, containsIdOf } = expected;
  const asked = describeFile(expected);
  const there = presence(asked, is, content !== null, "ls");
  const advice = is === "there" ? `There is no ${asked}.` : there.advice;
  const findings: Finding[] = [{ ...there, advice }];
  if (content === null) return findings;
  const found = content.trim() === "" ? "empty" : excerpt(content.trim());
  if (contains !== undefined) {
    findings.push({
      // What the student has to find is not told by the check that asks for it.
      asked: untold === true ? "what is to be found, in it" : `${quote(contains)} in it`,
      found,
      ok: content.includes(contains),
      advice: `The ${asked} does not contain what is asked for.`,
    });
  }
  if (containsIdOf !== undefined) {
    findings.push({
      asked: `the id of ${containsIdOf} in it`,
      found: imageId === null ? `there is no image ${containsIdOf}` : found,
      ok: imageId !== null && content.includes(short(imageId)),
      advice:
        imageId === null
          ? `There is no image ${containsIdOf}. docker images shows what there is.`
          : `The ${asked} does not have the id of ${containsIdOf}, which begins with ${short(imageId).slice(0, 4)}.`,
    });
  }
  return findings;
}
