import { describe, expect, it } from "vitest";
import { gpuReservationCheck, judgeGpuReservation } from "./judge-gpu-reservation.ts";

const check = gpuReservationCheck.parse({ kind: "gpu-reservation", id: "gpu", title: "A GPU", points: 10 });
const judge = (config: Record<string, unknown>) =>
  judgeGpuReservation(check, {
    file: "compose.yaml",
    configError: null,
    service: { name: "api", config: { build: { context: "/workspace/lab" }, ...config }, line: 2 },
  });
const reserve = (...devices: unknown[]) => ({ deploy: { resources: { reservations: { devices } } } });

describe("judgeGpuReservation", () => {
  it.each<[string, Record<string, unknown>]>([
    ["a reservation", reserve({ driver: "nvidia", count: 1, capabilities: ["gpu"] })],
    ["all, as Compose writes them", reserve({ count: -1, capabilities: ["gpu", "utility"] })],
    [
      "one by its id, beside another kind of device",
      reserve({ capabilities: ["tpu"] }, { driver: "nvidia", device_ids: ["0"], capabilities: ["gpu"] }),
    ],
    ["gpus: all", { gpus: "all" }],
    ["gpus with a count", { gpus: [{ count: 2 }] }],
    ["a CDI device", { devices: [{ source: "nvidia.com/gpu=all", target: "nvidia.com/gpu=all" }] }],
    ["the older way", { runtime: "nvidia", environment: { NVIDIA_VISIBLE_DEVICES: "all" } }],
    [
      "a reservation with one of them chosen",
      {
        ...reserve({ capabilities: ["gpu"] }),
        environment: { CUDA_VISIBLE_DEVICES: "0", NVIDIA_VISIBLE_DEVICES: null },
      },
    ],
  ])("passes %s", (_what, config) => {
    expect(judge(config)).toMatchObject({ status: "passed", points: 10 });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["nothing", {}, "asks for a GPU"],
    ["an environment alone", { environment: { NVIDIA_VISIBLE_DEVICES: "all" } }, "asks for a GPU"],
    ["the runtime alone", { runtime: "nvidia" }, "asks for a GPU"],
    ["device files", { devices: [{ source: "/dev/nvidia0", target: "/dev/nvidia0" }] }, "driver's libraries"],
    ["a count of nothing", reserve({ count: 0, capabilities: ["gpu"] }), "count that is not 0"],
    ["another capability", reserve({ count: 1, capabilities: ["tpu"] }), "capability gpu"],
    ["another driver", reserve({ driver: "amd", capabilities: ["gpu"] }), "driver nvidia"],
    ["memory", { deploy: { resources: { reservations: { memory: "1g" } } } }, "asks for a GPU"],
    [
      "a GPU that is hidden",
      {
        ...reserve({ capabilities: ["gpu"] }),
        environment: { CUDA_VISIBLE_DEVICES: "" },
      },
      "not to see it",
    ],
    ["nonsense", { deploy: "yes", gpus: null, environment: 3 }, "asks for a GPU"],
  ])("fails %s", (_what, config, words) => {
    const result = judge(config);
    expect(result).toMatchObject({ status: "failed", file: "compose.yaml", line: 2 });
    expect(result.hint).toContain(words);
  });

  it("tells a file that is missing, that cannot be read, and one without the service", () => {
    const none = { file: "compose.yaml", configError: null, service: null };
    expect(judgeGpuReservation(check, { ...none, file: null }).hint).toContain("no compose.yaml");
    expect(judgeGpuReservation(check, { ...none, configError: "line 3: what\nmore" }).hint).toContain(
      "line 3: what",
    );
    expect(judgeGpuReservation(check, none).hint).toContain("No service");
  });
});
