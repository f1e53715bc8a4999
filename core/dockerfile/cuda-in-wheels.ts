import type { PipInstall } from "./pip-installs.ts";
import type { PipRequirement } from "./pip-requirement.ts";

/** CUDA that a wheel brings along, or has pip fetch beside it. */
export interface WheelCuda {
  /** "torch==2.13.0" */
  readonly written: string;
  /** "13.0", "12"; null where the index decides, as PyPI does. */
  readonly version: string | null;
  readonly line: number;
}

/** The wheels of an install that have CUDA in them or among their requirements. */
export function cudaInWheels(install: PipInstall): WheelCuda[] {
  return install.requirements.flatMap((requirement) => {
    const version = cudaOf(requirement, install.addresses);
    if (version === undefined) return [];
    return [{ written: `${requirement.name}${requirement.version}`, version, line: install.line }];
  });
}

/** Undefined: none. On PyPI the Linux wheels of torch are the ones with CUDA; without it they have an index of their own. */
function cudaOf(
  { name, extras, version }: PipRequirement,
  addresses: readonly string[],
): string | null | undefined {
  if (name === "torch") {
    const local = /\+([a-z0-9.]+)/.exec(version)?.[1];
    const index = addresses.map((one) => /\/whl\/(?:nightly\/)?(cpu|cu\d+|rocm[\d.]+|xpu)\b/.exec(one)?.[1]);
    const built = local ?? index.find((one) => one !== undefined);
    if (built === undefined) return null;
    return built.startsWith("cu") ? cudaVersion(built.slice(2)) : undefined;
  }
  if (name.startsWith("nvidia-")) {
    if (name === "nvidia-ml-py" || name === "nvidia-smi") return undefined;
    return /-cu(\d+)$/.exec(name)?.[1] ?? null;
  }
  if (name === "tensorflow") return extras.includes("and-cuda") ? null : undefined;
  if (name === "jax" || name === "jaxlib") {
    const extra = extras.find((one) => /^cuda\d+(-pip)?$/.test(one));
    return extra === undefined ? undefined : (/\d+/.exec(extra)?.[0] ?? null);
  }
  return undefined;
}

/** cu118 is CUDA 11.8: the last digit is the minor version. */
const cudaVersion = (digits: string): string =>
  digits.length < 3 ? digits : `${digits.slice(0, -1)}.${digits.slice(-1)}`;
