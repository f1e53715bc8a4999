import { expect, it } from "vitest";
import { readPipWords } from "./pip-requirement.ts";

it("reads name and version of a wheel from its address", () => {
  const address =
    "https://x.org/whl/cu130/nvidia_nccl_cu13-2.29.3%2Blocal-1-py3-none-manylinux_2_18_x86_64.whl";
  expect(readPipWords([address])).toEqual({
    requirements: [{ name: "nvidia-nccl-cu13", extras: [], version: "==2.29.3+local" }],
    addresses: [address],
    lists: [],
  });
});

it("is done at once with an address that looks like a wheel at every place", () => {
  const address = `https://x.org/${"-1".repeat(100_000)}`;
  expect(readPipWords([address]).requirements).toEqual([]);
});
