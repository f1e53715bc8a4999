import { describe, expect, it } from "vitest";
import { parseDockerfile } from "../dockerfile/parse-dockerfile.ts";
import { judgeNonRoot, type NonRootFacts } from "./judge-non-root.ts";
import { resolveUser } from "./resolve-user.ts";

const PASSWD = "root:x:0:0:root:/root:/bin/bash\ntoor:x:0:0::/:/bin/sh\napp:x:1000:1000::/home/app:/bin/sh\n";
const GROUP = "root:x:0:\napp:x:1000:\n";
const check = { kind: "non-root" as const, id: "non-root", title: "Not root", points: 20 };

describe("resolveUser", () => {
  it.each<[string, unknown]>([
    ["", { status: "unset" }],
    [":", { status: "unset" }],
    ["0", { status: "known", uid: 0, name: "root" }],
    ["00", { status: "known", uid: 0, name: "root" }],
    ["root", { status: "known", uid: 0, name: "root" }],
    ["root:root", { status: "known", uid: 0, name: "root" }],
    ["0:1000", { status: "known", uid: 0, name: "root" }],
    [":1000", { status: "known", uid: 0, name: null }],
    ["toor", { status: "known", uid: 0, name: "toor" }],
    ["app", { status: "known", uid: 1000, name: "app" }],
    ["app:app", { status: "known", uid: 1000, name: "app" }],
    ["1000:1000", { status: "known", uid: 1000, name: "app" }],
    ["10001", { status: "known", uid: 10001, name: null }],
    ["nobody-here", { status: "unknown-user", name: "nobody-here" }],
    ["app:nogroup", { status: "unknown-group", name: "nogroup", uid: 1000 }],
    ["-1", { status: "invalid", text: "-1" }],
    ["4294967296", { status: "invalid", text: "4294967296" }],
  ])("%j", (configured, expected) => {
    expect(resolveUser(configured, PASSWD, GROUP)).toEqual(expected);
  });

  it("knows nobody by name in an image without /etc/passwd, and everybody by number", () => {
    expect(resolveUser("app", null, null).status).toBe("unknown-user");
    expect(resolveUser("1000", null, null)).toEqual({ status: "known", uid: 1000, name: null });
  });
});

describe("judgeNonRoot", () => {
  const judge = (dockerfile: string, configuredUser: string, uids: number[] | null, uid?: number) => {
    const facts: NonRootFacts = {
      dockerfile: parseDockerfile(dockerfile),
      configuredUser,
      passwd: PASSWD,
      group: GROUP,
      processes: uids?.map((uid, index) => ({ pid: index + 1, uid, command: "uvicorn" })) ?? null,
    };
    return judgeNonRoot({ ...check, uid }, facts);
  };

  it.each<[string, string, string, number[]]>([
    ["a name", "FROM a\nUSER app\nCMD x\n", "app", [1000]],
    ["a number", "FROM a\nUSER 10001\n", "10001", [10001, 10001]],
    ["user and group", "FROM a\nUSER app:app\n", "app:app", [1000]],
    ["a user of the base image", "FROM a\nCMD x\n", "app", [1000]],
    [
      "a user of the stage that the last one continues",
      "FROM a AS b\nUSER app\nFROM b\nCMD x\n",
      "app",
      [1000],
    ],
  ])("passes %s", (_name, dockerfile, user, uids) => {
    expect(judge(dockerfile, user, uids)).toMatchObject({ status: "passed", points: 20 });
  });

  it.each<[string, string, string, number[] | null, number | null, string]>([
    ["no USER", "FROM a\nCMD x\n", "", [0], 2, "no USER"],
    ["USER 0", "FROM a\nUSER 0\n", "0", [0], 2, "root"],
    ["USER root after another", "FROM a\nUSER app\nRUN x\nUSER root\n", "root", [0], 4, "root"],
    ["a name with uid 0", "FROM a\nUSER toor\n", "toor", [0], 2, "root by another name"],
    [
      "USER in an earlier stage",
      "FROM a AS b\nUSER app\nFROM c\nCOPY --from=b /x /x\n",
      "",
      [0],
      4,
      "earlier stage",
    ],
    ["nobody's name", "FROM a\nUSER ghost\n", "ghost", null, 2, "ghost"],
    ["a root image whose entrypoint drops", "FROM a\nENTRYPOINT gosu app x\n", "", [1000], 2, "no USER"],
    ["a plain user whose process is root", "FROM a\nUSER app\n", "app", [1000, 0], 2, "runs as root"],
    [
      "an entrypoint that becomes root, behind a CMD",
      'FROM a\nUSER app\nENTRYPOINT ["sudo", "x"]\nCMD ["y"]\n',
      "app",
      [0],
      3,
      "set-uid",
    ],
    ["a command that becomes root", "FROM a\nCMD sudo x\nUSER app\n", "app", [0], 2, "set-uid"],
    ["a sixth process that is root", "FROM a\nUSER app\n", "app", [1, 1, 1, 1, 1, 0], 2, "process 6"],
    ["nothing that runs", "FROM a\nUSER app\n", "app", [], null, "did not stay up"],
  ])("fails %s", (_name, dockerfile, user, uids, line, words) => {
    const result = judge(dockerfile, user, uids);
    expect(result).toMatchObject({ status: "failed", points: 0, line });
    expect(result.hint).toContain(words);
    expect(result.evidence.some((one) => !one.ok)).toBe(true);
  });

  it("asks for one uid where the lab names it, of the image and of what runs", () => {
    expect(judge("FROM a\nUSER app\n", "app", [1000, 1000], 1000).status).toBe("passed");
    expect(judge("FROM a\nUSER 4021\n", "4021", [4021], 4021).status).toBe("passed");
    const image = judge("FROM a\nUSER app\n", "app", [1000], 4021);
    expect(image).toMatchObject({ status: "failed", line: 2 });
    expect(image.hint).toContain("uid 1000; your task asks for 4021");
    const running = judge("FROM a\nUSER 4021\n", "4021", [4021, 1000], 4021);
    expect(running.status).toBe("failed");
    expect(running.hint).toContain("process 2 (uvicorn) runs as 1000");
    expect(judge("FROM a\n", "", [0], 4021).hint).toContain("no USER");
    expect(judge("FROM a\nUSER app\n", "app", [1000, 0], 1000).hint).toContain("runs as root");
  });
});
