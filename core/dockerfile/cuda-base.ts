/** What a base image brings of CUDA, as far as its name tells. */
export interface CudaBase {
  /** "13.0.2" or "12.8"; null where the tag does not say. */
  readonly version: string | null;
  /** `cudart`: the runtime library alone. `libraries`: cuBLAS and its like, perhaps cuDNN and a compiler. */
  readonly brings: "cudart" | "libraries";
  /** Distribution that is installed in it already; null for a plain CUDA image. */
  readonly framework: "torch" | "tensorflow" | null;
}

/** Null for an image that is not known to have CUDA in it. Never fetches anything: names and tags only. */
export function readCudaBase(image: string): CudaBase | null {
  const [, name = "", tag = ""] = /^(?:docker\.io\/)?([^@]*?)(?::([^:/@]*))?(?:@.*)?$/.exec(image) ?? [];
  switch (name.toLowerCase()) {
    case "nvidia/cuda":
    case "nvcr.io/nvidia/cuda": {
      const version = /^\d+(?:\.\d+)*/.exec(tag)?.[0] ?? null;
      const isBase = tag.split("-").includes("base");
      return { version, brings: isBase ? "cudart" : "libraries", framework: null };
    }
    case "pytorch/pytorch": {
      const version = /cuda(\d+(?:\.\d+)*)/.exec(tag)?.[1] ?? null;
      return { version, brings: "libraries", framework: "torch" };
    }
    case "nvcr.io/nvidia/pytorch":
      return { version: null, brings: "libraries", framework: "torch" };
    case "tensorflow/tensorflow":
      return /-gpu\b/.test(tag) || tag.startsWith("gpu")
        ? { version: null, brings: "libraries", framework: "tensorflow" }
        : null;
    case "nvcr.io/nvidia/tensorflow":
      return { version: null, brings: "libraries", framework: "tensorflow" };
    default:
      return null;
  }
}

/** -1, 0 or 1 for two versions of numbers and dots; what is missing counts as 0. */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [one, other].map((version) => version.split(".").map(Number));
  for (let at = 0; at < Math.max(left?.length ?? 0, right?.length ?? 0); at += 1) {
    const difference = (left?.[at] ?? 0) - (right?.[at] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}
