import { describe, expect, it } from "vitest";
import { parseDockerfile } from "../dockerfile/parse-dockerfile.ts";
import { imageConfigCheck, judgeImageConfig } from "./judge-image-config.ts";

const check = imageConfigCheck.parse({
  kind: "image-config",
  id: "describes",
  title: "Describes",
  points: 10,
  workdir: true,
  port: 8000,
  command: true,
});
const judge = (text: string, workdir: string, exposedPorts: string[]) =>
  judgeImageConfig(check, { dockerfile: parseDockerfile(text), workdir, exposedPorts });

describe("judgeImageConfig", () => {
  it("passes a folder, the port and a command, also when a stage below set them", () => {
    expect(
      judge('FROM a AS one\nWORKDIR /app\nEXPOSE 8000\nFROM one\nENTRYPOINT ["x"]\n', "/app", ["8000/tcp"])
        .status,
    ).toBe("passed");
  });

  it.each<[string, string, string, string[], string, number | null]>([
    ["the root folder", 'FROM a\nEXPOSE 8000\nCMD ["x"]\n', "", ["8000/tcp"], "root folder", 3],
    ["WORKDIR /", 'FROM a\nWORKDIR /\nEXPOSE 8000\nCMD ["x"]\n', "/", ["8000/tcp"], "root folder", 2],
    ["no port", 'FROM a\nWORKDIR /app\nCMD ["x"]\n', "/app", [], "port 8000", 3],
    ["another port", 'FROM a\nWORKDIR /app\nEXPOSE 80\nCMD ["x"]\n', "/app", ["80/tcp"], "80/tcp", 3],
    ["UDP", 'FROM a\nWORKDIR /app\nEXPOSE 8000/udp\nCMD ["x"]\n', "/app", ["8000/udp"], "UDP", 3],
    ["the base's command", "FROM a\nWORKDIR /app\nEXPOSE 8000\n", "/app", ["8000/tcp"], "base image", 3],
  ])("fails %s", (_name, text, workdir, ports, words, line) => {
    const result = judge(text, workdir, ports);
    expect(result).toMatchObject({ status: "failed", line });
    expect(result.hint).toContain(words);
  });
});
