import { describe, expect, it } from "vitest";
import { CleanUp } from "./clean-up.ts";

describe("CleanUp", () => {
  it("undoes in the reverse order, once, and goes on after a failure", async () => {
    const done: string[] = [];
    const said: string[] = [];
    const cleanUp = new CleanUp((line) => said.push(line));
    cleanUp.add("first", () => void done.push("first"));
    cleanUp.add("second", () => Promise.reject(new Error("stuck")));
    cleanUp.add("third", () => void done.push("third"));
    await Promise.all([cleanUp.run(), cleanUp.run()]);
    expect(done).toEqual(["third", "first"]);
    expect(said).toEqual(["left behind: second: stuck"]);
  });
});
