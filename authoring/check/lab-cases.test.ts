import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { GradeReport } from "../../core/check/result.ts";
import type { LoadedLab } from "../../server/tools.ts";
import { differs, listCases, pickBriefly, pickCases } from "./lab-cases.ts";

let directory = "";
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "cases-"));
});
afterEach(() => rm(directory, { recursive: true }));

async function put(path: string, content = path): Promise<void> {
  await mkdir(dirname(join(directory, path)), { recursive: true });
  await writeFile(join(directory, path), content);
}

const lab = (): LoadedLab =>
  ({
    id: "c/l/x",
    directory,
    variant: {},
    starter: [{ path: "Dockerfile", content: "FROM a" }],
    lab: {
      editable: ["Dockerfile"],
      checks: [
        { id: "size", kind: "small-and-works" },
        { id: "health", kind: "health-reacts" },
      ],
    },
  }) as unknown as LoadedLab;

describe("listCases", () => {
  it("lays wrong and right answers over the solution and knows what each must come to", async () => {
    await put("solution/Dockerfile", "FROM good");
    await put("right/other/Dockerfile", "FROM also-good");
    await put("wrong/size--fat/Dockerfile", "FROM fat");
    await put("wrong/size--second/Dockerfile");
    await put("wrong/blocking--broken/Dockerfile");
    const cases = await listCases(lab());
    expect(cases.map((one) => [one.name, one.expected.kind])).toEqual([
      ["starter", "fails"],
      ["solution", "full-points"],
      ["right/other", "full-points"],
      ["wrong/blocking--broken", "blocked"],
      ["wrong/size--fat", "fails-only"],
      ["wrong/size--second", "fails-only"],
    ]);
    expect(cases[4]?.files).toEqual([{ path: "Dockerfile", content: "FROM fat" }]);
    expect(pickCases(cases).map((one) => one.name)).toEqual([
      "starter",
      "solution",
      "wrong/blocking--broken",
      "wrong/size--fat",
    ]);
  });

  it("picks briefly: of a kind of check that several labs have, one wrong answer in all", async () => {
    await put("solution/Dockerfile", "FROM good");
    await put("wrong/size--fat/Dockerfile", "FROM fat");
    await put("wrong/health--none/Dockerfile", "FROM none");
    const checks = [
      { id: "size", kind: "small-and-works" },
      { id: "health", kind: "health-reacts" },
    ];
    const first = { ...lab(), lab: { ...lab().lab, checks } } as unknown as LoadedLab;
    const second = {
      ...first,
      id: "c/l/y",
      lab: {
        ...first.lab,
        checks: [
          { id: "size", kind: "small-and-works" },
          { id: "health", kind: "answers" },
        ],
      },
    } as unknown as LoadedLab;
    const picked = pickBriefly([...(await listCases(first)), ...(await listCases(second))]);
    expect(picked.map(({ lab: { id }, name }) => `${id} ${name}`)).toEqual([
      "c/l/x solution",
      "c/l/x wrong/health--none",
      "c/l/x wrong/size--fat",
      "c/l/y solution",
      "c/l/y wrong/health--none",
    ]);
  });

  it("takes what is typed in the seat from scripts: a wrong answer adds to the solution's, or has its own", async () => {
    await put("solution/steps.sh", "docker build .");
    await put("wrong/size--twice/after.sh", "docker build .");
    await put("wrong/size--never/steps.sh", "true");
    const plain = lab();
    const typed = { ...plain, lab: { ...plain.lab, checks: [{ id: "size", kind: "seat-state" }] } };
    const cases = await listCases(typed as unknown as LoadedLab);
    expect(cases.map(({ name, steps }) => [name, steps])).toEqual([
      ["starter", null],
      ["solution", "docker build ."],
      ["wrong/size--never", "true"],
      ["wrong/size--twice", "docker build .\ndocker build ."],
    ]);
    expect(cases.every(({ files }) => files.every(({ path }) => path === "Dockerfile"))).toBe(true);
    // Where nothing is judged by a seat, it is a file like others, which no student can write.
    await expect(listCases(lab())).rejects.toThrow("steps.sh");
  });

  it("adds the solution of a neighbour for each value that the solution depends on", async () => {
    await put("solution/Dockerfile", "FROM {{image}}\nUSER {{uid}}");
    await put("wrong/size--fat/Dockerfile", "FROM fat\nUSER {{uid}}");
    const variants = {
      image: { values: ["a", "b"] },
      uid: { title: "User id", from: 10, to: 19 },
      wine: { title: "Wine", values: ["soave", "barolo"] },
    };
    const plain = lab();
    const varied = (own: typeof variants | object): LoadedLab => ({
      ...plain,
      lab: { ...plain.lab, variants: own } as LoadedLab["lab"],
      variant: { image: "a", uid: 19, wine: "soave" },
    });
    const cases = await listCases(varied(variants));
    expect(cases.map(({ name, files }) => [name, files[0]?.content])).toEqual([
      ["starter", "FROM a"],
      ["solution", "FROM a\nUSER 19"],
      ["wrong/size--fat", "FROM fat\nUSER 19"],
      ["neighbour/image", "FROM b\nUSER 19"],
      ["neighbour/uid", "FROM a\nUSER 10"],
    ]);
    expect(cases[4]?.expected).toEqual({ kind: "fails" });
    expect(pickCases(cases).at(-1)?.name).toBe("neighbour/image");
    // A neighbour's solution would pass: no value stands in it.
    await expect(listCases(varied({ wine: variants.wine }))).rejects.toThrow("depends on its variants");
  });

  it.each(["wrong/fat", "wrong/nothing--fat"])("refuses %s, which names no check", async (folder) => {
    await put(`${folder}/Dockerfile`);
    await expect(listCases(lab())).rejects.toThrow(folder);
  });

  it("refuses a case with a file that no student can write", async () => {
    await put("solution/app.py");
    await expect(listCases(lab())).rejects.toThrow("app.py");
  });
});

describe("differs", () => {
  const report = (
    statuses: Record<string, "passed" | "failed" | "skipped">,
    blocking = false,
  ): GradeReport => {
    const checks = Object.entries(statuses).map(([id, status]) => ({
      id,
      title: id,
      status,
      points: status === "passed" ? 10 : 0,
      maxPoints: 10,
      evidence: [],
      hint: null,
      line: null,
      file: null,
    }));
    return {
      lab: "c/l/x",
      score: checks.reduce((sum, check) => sum + check.points, 0),
      maxScore: checks.length * 10,
      checks,
      blocking: blocking ? { title: "no", explanation: "no", log: "", line: null } : null,
      image: null,
      run: null,
      durationMs: 1,
    };
  };
  const all = report({ size: "passed", health: "passed" });
  const one = report({ size: "failed", health: "passed" });
  const both = report({ size: "failed", health: "failed" });
  const skipping = report({ size: "failed", health: "skipped" });
  const blocked = report({ size: "passed", health: "skipped" }, true);

  it("accepts what was promised and nothing else", () => {
    const only = { kind: "fails-only", check: "size" } as const;
    expect(differs({ kind: "full-points" }, all)).toBeNull();
    expect(differs({ kind: "full-points" }, one)).toContain("10 of 20");
    expect(differs({ kind: "fails" }, both)).toBeNull();
    expect(differs({ kind: "fails" }, all)).not.toBeNull();
    expect(differs(only, one)).toBeNull();
    expect(differs(only, both)).toContain("failed: size, health");
    expect(differs(only, skipping)).toContain("skipped: health");
    expect(differs(only, all)).not.toBeNull();
    expect(differs(only, report({ size: "passed", health: "failed" }))).not.toBeNull();
    expect(differs({ kind: "blocked" }, blocked)).toBeNull();
    expect(differs({ kind: "blocked" }, one)).not.toBeNull();
    expect(differs({ kind: "blocked" }, report({ size: "failed", health: "skipped" }, true))).not.toBeNull();
  });
});
