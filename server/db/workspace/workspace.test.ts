import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { TestDatabase } from "../../../testing/test-database.ts";
import { startTestDatabase } from "../../../testing/test-database.ts";
import { startTestSite, TEST_LAB } from "../../../testing/test-site.ts";
import type { CreatedSite } from "../../create-site.ts";
import type { Site } from "../../site.ts";

let database: TestDatabase;
let created: CreatedSite;
let site: Site;
let student = "";
let count = 0;

beforeAll(async () => {
  database = await startTestDatabase();
  created = await startTestSite({
    db: database.db,
    dataDir: database.dataDir,
    config: { FILE_BYTES: 1000, CONTEXT_BYTES: 2500, CONTEXT_FILES: 6 },
  });
  site = created.site;
});
afterAll(async () => {
  await created.stop();
  await database.close();
});
beforeEach(() => {
  student = `student-${++count}`;
});

const read = async (path: string, who = student) =>
  (await site.workspaces.openWorkspace(who, TEST_LAB)).files.find((file) => file.path === path);
const save = (path: string, content: string, baseVersion: number, who = student) =>
  site.workspaces.saveFile(who, TEST_LAB, { path, content, baseVersion });

describe("files", () => {
  it("start as the starter, and are each student's own", async () => {
    expect(await read("Dockerfile")).toEqual({
      path: "Dockerfile",
      content: "FROM scratch\n",
      version: 0,
      editable: true,
      starter: "FROM scratch\n",
    });
    expect((await read("app.py"))?.editable).toBe(false);
    expect(await save("Dockerfile", "FROM mine\r\n\ttab\r\n", 0)).toEqual({ status: "saved", version: 1 });
    expect((await read("Dockerfile"))?.content).toBe("FROM mine\r\n\ttab\r\n");
    expect((await read("Dockerfile", "somebody-else"))?.content).toBe("FROM scratch\n");
  });

  it("a save from an old version is a conflict that shows what is there", async () => {
    await save("Dockerfile", "one", 0);
    expect(await save("Dockerfile", "two", 0)).toMatchObject({
      status: "conflict",
      current: { content: "one", version: 1 },
    });
    // The answer to the first save was lost and the tab sends it again.
    expect(await save("Dockerfile", "one", 0)).toEqual({ status: "saved", version: 1 });
  });

  it("50 saves from two tabs never lose text silently", async () => {
    // Each tab appends its own lines to what it knows; a conflict makes it take over the other's text first.
    const typed: string[] = [];
    const tab = async (name: string) => {
      let known = { content: "FROM scratch\n", version: 0 };
      for (let index = 0; index < 25; index++) {
        const line = `# ${name} ${index}\n`;
        for (;;) {
          const result = await save("Dockerfile", known.content + line, known.version);
          if (result.status === "saved") {
            known = { content: known.content + line, version: result.version };
            typed.push(line);
            break;
          }
          known = result.current;
        }
      }
    };
    await Promise.all([tab("a"), tab("b")]);
    const file = await read("Dockerfile");
    expect(typed).toHaveLength(50);
    expect(file?.version).toBe(50);
    expect(file?.content.split("\n").sort()).toEqual(
      ["FROM scratch", "", ...typed.map((line) => line.trimEnd())].sort(),
    );
  });

  it("of saves at the same instant from one version exactly one wins", async () => {
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) => save("Dockerfile", `text ${index}`, 0)),
    );
    expect(results.filter((result) => result.status === "saved")).toHaveLength(1);
  });

  it("an added file can be deleted, and its deletion is not undone in silence", async () => {
    expect(await save("src/new.py", "x", 0)).toEqual({ status: "saved", version: 1 });
    expect(await read("src/new.py")).toMatchObject({ starter: null, editable: true });
    expect(
      await site.workspaces.deleteFile(student, TEST_LAB, { path: "src/new.py", baseVersion: 1 }),
    ).toEqual({
      status: "saved",
      version: 2,
    });
    expect(await read("src/new.py")).toBeUndefined();
    const gone = { status: "conflict", isGone: true, current: { version: 2 } };
    expect(await save("src/new.py", "y", 1)).toMatchObject(gone);
    // Whoever was told of the deletion and keeps the file is not asked again and again.
    expect(await save("src/new.py", "y", 2)).toEqual({ status: "saved", version: 3 });
    await site.workspaces.deleteFile(student, TEST_LAB, { path: "src/new.py", baseVersion: 3 });
    expect(await save("src/new.py", "again", 0)).toEqual({ status: "saved", version: 5 });
  });

  it.each([
    ["../evil", "BAD_REQUEST"],
    ["src/../../evil.py", "BAD_REQUEST"],
    ["/etc/passwd", "BAD_REQUEST"],
    ["src\\x.py", "BAD_REQUEST"],
    ["app.py", "NOT_ALLOWED_FOR_FILE"],
    ["other.txt", "NOT_ALLOWED_FOR_FILE"],
    ["src/deep/x.py", "NOT_ALLOWED_FOR_FILE"],
  ])("%s is refused (%s)", async (path, code) => {
    await expect(save(path, "x", 0)).rejects.toMatchObject({ code });
    await expect(
      site.workspaces.deleteFile(student, TEST_LAB, { path, baseVersion: 0 }),
    ).rejects.toMatchObject({
      code,
    });
  });

  it("a file of the starter cannot be deleted", async () => {
    const request = { path: "Dockerfile", baseVersion: 0 };
    await expect(site.workspaces.deleteFile(student, TEST_LAB, request)).rejects.toMatchObject({
      code: "NOT_ALLOWED_FOR_FILE",
    });
  });

  it.each([
    ["a NUL", "a\u0000b", "NOT_ALLOWED_FOR_FILE"],
    ["half a surrogate pair", "a\ud800", "NOT_ALLOWED_FOR_FILE"],
    ["1001 bytes", "é".repeat(500) + "x", "TOO_LARGE"],
  ])("%s is refused", async (_name, content, code) => {
    await expect(save("Dockerfile", content, 0)).rejects.toMatchObject({ code });
  });

  it("limits over all files hold", async () => {
    await save("src/a.py", "x".repeat(1000), 0);
    await save("src/b.py", "x".repeat(1000), 0);
    await expect(save("src/c.py", "x".repeat(1000), 0)).rejects.toMatchObject({ code: "TOO_LARGE" });
    await save("src/c.py", "", 0);
    await save("src/d.py", "", 0);
    await expect(save("src/e.py", "", 0)).rejects.toMatchObject({ code: "TOO_LARGE" });
    expect(await save("Dockerfile", "still editable", 0)).toMatchObject({ status: "saved" });
  });
});

describe("reset", () => {
  const reset = (request: { path?: string } | { undo: true }) =>
    site.workspaces.resetWorkspace(student, TEST_LAB, request);

  it("gives the starter back, and undo gives the text back", async () => {
    await save("Dockerfile", "typed", 0);
    await save("src/new.py", "mine", 0);
    const after = await reset({});
    expect(after.canUndoReset).toBe(true);
    expect(after.files.map((file) => [file.path, file.content])).toEqual([
      ["Dockerfile", "FROM scratch\n"],
      ["app.py", "print(1)\n"],
    ]);
    const undone = await reset({ undo: true });
    expect(undone.canUndoReset).toBe(false);
    expect(undone.files.map((file) => [file.path, file.content])).toEqual([
      ["Dockerfile", "typed"],
      ["app.py", "print(1)\n"],
      ["src/new.py", "mine"],
    ]);
    await expect(reset({ undo: true })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("of one file leaves the others", async () => {
    await save("Dockerfile", "typed", 0);
    await save("src/new.py", "mine", 0);
    await reset({ path: "src/new.py" });
    expect((await read("Dockerfile"))?.content).toBe("typed");
    expect(await read("src/new.py")).toBeUndefined();
  });

  it("another tab that did not see the reset gets a conflict", async () => {
    await save("Dockerfile", "typed", 0);
    await reset({});
    expect(await save("Dockerfile", "typed more", 1)).toMatchObject({
      status: "conflict",
      current: { content: "FROM scratch\n", version: 2 },
    });
  });

  it("text typed between a reset and its undo comes back with a second undo", async () => {
    await save("Dockerfile", "first", 0);
    await reset({});
    await save("Dockerfile", "second", 2);
    expect((await reset({ undo: true })).canUndoReset).toBe(true);
    expect((await read("Dockerfile"))?.content).toBe("first");
    await reset({ undo: true });
    expect((await read("Dockerfile"))?.content).toBe("second");
  });

  it("of untouched files has nothing to undo", async () => {
    expect((await reset({})).canUndoReset).toBe(false);
  });
});

describe("the form of the page without JavaScript", () => {
  const submit = (form: Parameters<Site["workspaces"]["submitForm"]>[2]) =>
    site.workspaces.submitForm(student, TEST_LAB, form);

  it("keeps line feeds, though a browser sends CRLF", async () => {
    const content = "FROM a\r\nRUN b\r\n";
    expect(await submit({ intent: "save", path: "Dockerfile", content, baseVersion: 0 })).toBe("saved");
    expect((await read("Dockerfile"))?.content).toBe("FROM a\nRUN b\n");
  });

  it("keeps CRLF where the file has it", async () => {
    await save("Dockerfile", "FROM a\r\n", 0);
    const content = "FROM b\r\n";
    await submit({ intent: "save", path: "Dockerfile", content, baseVersion: 1 });
    expect((await read("Dockerfile"))?.content).toBe("FROM b\r\n");
  });

  it("says that a file was changed elsewhere", async () => {
    await save("Dockerfile", "other tab", 0);
    const form = { intent: "build", path: "Dockerfile", content: "mine", baseVersion: 0 } as const;
    expect(await submit(form)).toBe("conflict");
    expect((await read("Dockerfile"))?.content).toBe("other tab");
  });

  it("saves and starts", async () => {
    const form = { intent: "build", path: "Dockerfile", content: "FROM b", baseVersion: 0 } as const;
    expect(await submit(form)).toBe("started");
    expect((await read("Dockerfile"))?.content).toBe("FROM b");
    expect(await submit({ intent: "reset", path: "Dockerfile" })).toBe("reset");
    expect(await submit({ intent: "undo" })).toBe("undone");
  });
});
