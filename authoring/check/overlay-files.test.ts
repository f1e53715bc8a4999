import { describe, expect, it } from "vitest";
import { asWorkspace, overlayFiles } from "./overlay-files.ts";

const file = (path: string, content = path) => ({ path, content });

describe("overlayFiles", () => {
  it("lets later layers win and sorts", () => {
    expect(overlayFiles([file("b"), file("a")], [file("b", "new")])).toEqual([file("a"), file("b", "new")]);
  });
});

describe("asWorkspace", () => {
  it("takes what the lab lets a student write, and says what it left out", () => {
    const starter = [file("Dockerfile", "FROM a"), file("app/main.py", "honest")];
    const folder = [
      file("Dockerfile", "FROM b"),
      file("app/main.py", "cheating"),
      file("compose.yaml"),
      file("notes.txt"),
    ];
    expect(asWorkspace(starter, folder, ["Dockerfile", "compose.yaml"])).toEqual({
      files: [file("Dockerfile", "FROM b"), file("app/main.py", "honest"), file("compose.yaml")],
      ignored: ["app/main.py", "notes.txt"],
    });
  });
});
