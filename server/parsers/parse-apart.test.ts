import { expect, it } from "vitest";
import { parseApart } from "./parse-apart.ts";

it("says of a Dockerfile that is too long why, and reads one that is not", async () => {
  const long = await parseApart("readDockerfile", "FROM a\n".repeat(40_000));
  expect(long.excess).toContain("characters");
  const many = await parseApart("readDockerfile", "FROM a\n".repeat(200));
  expect(many.excess).toContain("200 stages");
  const short = await parseApart("readDockerfile", "FROM a AS b\nRUN c\n");
  expect(short.dockerfile?.stages[0]?.instructions[0]?.text).toBe("c");
});

it("goes on with other things while a student's files are read", async () => {
  await parseApart("advise", []);
  let turns = 0;
  const count = setInterval(() => (turns += 1), 1);
  const content = `FROM a\n${"RUN pip install a b c && apt-get install d\n".repeat(800)}`;
  // Not one file alone: each is read anew for each of the others.
  await Promise.all(
    Array.from({ length: 10 }, () => parseApart("advise", [{ path: "Dockerfile", content }])),
  );
  clearInterval(count);
  // Where the work is done in this thread, no timer fires before all of it is done.
  expect(turns).toBeGreaterThan(3);
});
