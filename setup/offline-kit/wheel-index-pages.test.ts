import { describe, expect, it } from "vitest";
import { projectPage, rootPage } from "./wheel-index-pages.ts";

describe("the package index", () => {
  it("lists a project's files with their hashes, a plus sign escaped", () => {
    const html = projectPage("pluggy", [
      { name: "pluggy-1.0.0+repack-py3-none-any.whl", sha256: "bb" },
      { name: "pluggy-0.9-py3-none-any.whl", sha256: "aa" },
    ]);
    const links = [...html.matchAll(/<a href="([^"]+)">([^<]+)<\/a>/g)].map((match) => [match[1], match[2]]);
    expect(links).toEqual([
      ["pluggy-0.9-py3-none-any.whl#sha256=aa", "pluggy-0.9-py3-none-any.whl"],
      ["pluggy-1.0.0%2Brepack-py3-none-any.whl#sha256=bb", "pluggy-1.0.0+repack-py3-none-any.whl"],
    ]);
  });

  it("lists the projects as folders, in order", () => {
    const html = rootPage(["scikit-learn", "numpy"]);
    expect([...html.matchAll(/href="([^"]+)"/g)].map((match) => match[1])).toEqual([
      "numpy/",
      "scikit-learn/",
    ]);
  });
});
