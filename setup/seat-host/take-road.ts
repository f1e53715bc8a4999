import { PullError } from "./pull-error.ts";

export interface Roads<T> {
  readonly offline: "auto" | "yes" | "no";
  readonly registry: string;
  /** Host of registry or package index that does not answer; null when both do. */
  readonly findSilent: () => Promise<string | null>;
  readonly fromRegistry: () => Promise<T>;
  readonly fromKit: () => Promise<T>;
  readonly report: (line: string) => void;
}

export interface Taken<T> {
  readonly standIns: boolean;
  readonly golden: T;
}

const STAND_INS = "base images are made from Debian's packages";

/**
 * Decides where base images come from. Left to decide, it takes the registry when that answers, and the offline kit
 * when it does not, or fails after all. Throws PullError when only the registry is allowed.
 */
export async function takeRoad<T>(roads: Roads<T>): Promise<Taken<T>> {
  const { offline, registry, report } = roads;
  const kit = async () => ({ standIns: true, golden: await roads.fromKit() });
  if (offline === "yes") return await kit();
  if (offline === "auto") {
    const silent = await roads.findSilent();
    if (silent !== null) {
      report(`${silent} does not answer: ${STAND_INS}`);
      return await kit();
    }
    report(`${new URL(registry).host} answers: base images come from there`);
  }
  try {
    return { standIns: false, golden: await roads.fromRegistry() };
  } catch (error) {
    if (offline === "no" || !(error instanceof PullError)) throw error;
    report(error.message);
    report(`${STAND_INS} instead, until the next start`);
    return await kit();
  }
}
