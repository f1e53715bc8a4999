import { parseDocument } from "yaml";
import { z } from "zod";
import {
  type ComposeServiceConfig,
  findGpuGrant,
  reservedDevices,
  reservedKey,
} from "../compose/gpu-grant.ts";
import { isExcessive } from "../compose/is-excessive.ts";
import { keyLines } from "../compose/line-of-key.ts";
import { asList, asRecord } from "../compose/policy-values.ts";
import { checkKind, checkSchema } from "./check-kind.ts";
import { decide, type Hint } from "./decide.ts";
import { notRun } from "./not-run.ts";
import type { CheckResult, Evidence } from "./result.ts";

export const composeGpuCheck = checkSchema(
  "compose-gpu",
  "A service in compose.yaml asks for a GPU. The check reads only the text and does not start the service.",
  {
    target: z
      .string()
      .min(1)
      .max(50)
      .default("gpu")
      .describe("Stage that this service is built from, named by build.target."),
  },
);
export type ComposeGpuCheck = z.infer<typeof composeGpuCheck>;

export interface ComposeGpuFacts {
  /** The file and its text; null when the workspace has none. */
  readonly compose: { readonly path: string; readonly text: string } | null;
  /** What the grading seat's engine knows of GPUs, in words; null when it knows of none. */
  readonly gpus: string | null;
}

const record = (value: unknown): ComposeServiceConfig => asRecord(value) ?? {};

/** One service with the GPU, which only starts when it is asked for, and one that any machine can start. */
export function judgeComposeGpu(check: ComposeGpuCheck, { compose, gpus }: ComposeGpuFacts): CheckResult {
  const evidence: Evidence[] = [];
  const path = compose?.path ?? "compose.yaml";
  const lineOf = keyLines(compose?.text ?? "");
  const tell = (asked: string, found: string, ok: boolean, key: readonly string[] = []): void => {
    const line = key.length === 0 ? null : lineOf(key);
    evidence.push({ asked, found, ok, line, file: line === null ? null : path });
  };
  const hintAt = (text: string, key: readonly string[] = []): Hint => ({
    text,
    file: path,
    line: key.length === 0 ? null : lineOf(key),
  });
  const judge = (): Hint | null => {
    if (compose === null) {
      tell("compose.yaml", "not there", false);
      return hintAt("There is no compose.yaml. Write one with a service for each target of the Dockerfile.");
    }
    if (isExcessive(compose.text)) {
      tell(path, "too long or nested too deeply to be read", false);
      return hintAt(`${path} is longer, or nested more deeply, than any file for compose has to be.`);
    }
    const document = parseDocument(compose.text, { logLevel: "silent" });
    const [broken] = document.errors;
    if (broken !== undefined) {
      const line = broken.linePos?.[0].line ?? null;
      evidence.push({ asked: path, found: broken.message.split("\n")[0] ?? "", ok: false, line, file: path });
      return {
        text: `${path} is no YAML as it stands. Indentation is by spaces, never by tabs.`,
        file: path,
        line,
      };
    }
    const services = Object.entries(record(record(readable(document))["services"]));
    const [name, service] =
      services.find(([, value]) => record(record(value)["build"])["target"] === check.target) ?? [];
    if (name === undefined) {
      tell(`service built with target ${check.target}`, "none", false);
      return hintAt(`No service is built from the stage ${check.target}: below build, target names it.`, [
        "services",
      ]);
    }
    const key = ["services", name];
    tell(`service built with target ${check.target}`, name, true, key);
    const asks = askedDevices(record(service));
    tell(`${name} asks for a GPU`, asks.found, asks.problem === null, [...key, ...asks.key]);
    if (asks.problem !== null) return hintAt(asks.problem, [...key, ...asks.key]);
    const profiled = asList(record(service)["profiles"]).length > 0;
    tell(
      `${name} starts`,
      profiled ? "only when its profile is asked for" : "with every docker compose up",
      profiled,
      key,
    );
    const others = services.filter(([other, value]) => {
      if (other === name || asList(record(value)["profiles"]).length > 0) return false;
      return askedDevices(record(value)).found === "no";
    });
    const plain = others.map(([other]) => other).join(", ");
    tell("services that start without a GPU", plain === "" ? "none" : plain, plain !== "", ["services"]);
    if (!profiled) {
      return hintAt(
        `On a machine without a GPU docker compose up now ends with an error, because ${name} cannot start. With a profile it is left out until somebody asks for it.`,
        key,
      );
    }
    return plain === ""
      ? hintAt(
          "No service is left for a machine without a GPU: the one built from the other target is missing.",
          ["services"],
        )
      : null;
  };
  const hint = judge();
  evidence.push(notRun("bringing the service with the GPU up", gpus));
  return decide(check, evidence, hint);
}

/** Aliases that multiply, or a document that is none, count as empty. */
function readable(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS({ maxAliasCount: 50 });
  } catch {
    return {};
  }
}

interface Asked {
  readonly found: string;
  readonly key: readonly string[];
  /** What to do about it; null when it is asked for as it has to be. */
  readonly problem: string | null;
}

function askedDevices(service: ComposeServiceConfig): Asked {
  const devices = reservedDevices(service);
  const torn = devices.findIndex((one) => one["count"] !== undefined && one["device_ids"] !== undefined);
  if (torn !== -1) {
    const problem = "count and device_ids exclude each other: take so many, or take these.";
    return { found: "by number and by id at once", key: [...reservedKey, String(torn)], problem };
  }
  const grant = findGpuGrant(service);
  if (grant !== null) return { found: grant.words, key: grant.key, problem: null };
  if (devices.length > 0) {
    return {
      found: "a device without the capability gpu",
      key: [...reservedKey, "0"],
      problem: "Compose refuses a device without capabilities. It is a list, and gpu has to be in it.",
    };
  }
  if (service["runtime"] === "nvidia") {
    return {
      found: "only by runtime: nvidia",
      key: ["runtime"],
      problem:
        "runtime: nvidia names a program on the host and reserves nothing; the file then works only where that program has this name. Reserve a device below deploy, resources, reservations, devices.",
    };
  }
  return {
    found: "no",
    key: [],
    problem:
      "The service reserves no device. Below deploy, resources, reservations stands a list of devices; each has a driver, a count or ids, and capabilities.",
  };
}

export const composeGpu = checkKind({
  schema: composeGpuCheck,
  phase: "file",
  needsImage: true,
  judge: judgeComposeGpu,
  example: `- id: asks
  kind: compose-gpu
  title: compose.yaml asks for a GPU, for those who have one
  points: 15
  target: gpu`,
});
