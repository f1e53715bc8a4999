import { describe, expect, it } from "vitest";
import { dockerSeatArguments } from "./docker-seat-arguments.ts";

const limits = { memoryBytes: 2 ** 30, processes: 1500, cpus: 2, diskBytes: 8 * 2 ** 30 };
const args = dockerSeatArguments("drydock-seat-1", limits);
const valueOf = (flag: string) => args[args.indexOf(flag) + 1];

describe("dockerSeatArguments", () => {
  it("sets memory without swap on top, processes and cores", () => {
    expect(valueOf("--memory")).toBe(String(2 ** 30));
    expect(valueOf("--memory-swap")).toBe(valueOf("--memory"));
    expect(valueOf("--pids-limit")).toBe("1500");
    expect(valueOf("--cpus")).toBe("2");
  });

  it("shows the container nothing of the laptop: no folder, no socket, no host network, no published port", () => {
    expect(args.filter((arg) => arg.includes(":/"))).toEqual(["drydock-seat-1:/var/lib/docker"]);
    for (const word of ["--network", "--net", "--publish", "-p", "--pid", "--mount", "docker.sock"])
      expect(args.join(" ")).not.toContain(`${word} `);
    expect(args.join(" ")).not.toContain("docker.sock");
  });

  it("lets the seat stop the way its init understands", () => {
    expect(valueOf("--stop-signal")).toBe("SIGPWR");
  });
});
