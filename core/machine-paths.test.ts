import { beforeAll, describe, expect, it } from "vitest";
import { AppError } from "./errors.ts";
import { hideFolders } from "./machine-paths.ts";

const told = (userMessage: string) => new AppError("INTERNAL", { message: "", userMessage }).userMessage;

beforeAll(() =>
  hideFolders([
    "/srv/course data",
    "/srv/course data/seat-host",
    "/opt/drydock/content",
    "/opt/drydock",
    "/",
    "",
  ]),
);

describe("what a student is told", () => {
  it.each([
    [
      "Look into /srv/course data/seat-host/holder.log, then start again.",
      "Look into holder.log, then start again.",
    ],
    ["/opt/drydock/content/docker/10-a/lab.yaml:3: points", "docker/10-a/lab.yaml:3: points"],
    ["(file:///opt/drydock/server/main.ts:12)", "(server/main.ts:12)"],
    [
      "ENOENT: no such file, open '/srv/course data/postgres/PG_VERSION'",
      "ENOENT: no such file, open 'postgres/PG_VERSION'",
    ],
    ["twice /opt/drydock/a and /opt/drydock/b", "twice a and b"],
    ["The disk of /srv/course data is full.", "The disk of a folder of this site is full."],
    ["The disk of /srv/course data/ is full.", "The disk of a folder of this site/ is full."],
  ])("%s", (text, expected) => {
    expect(told(text)).toBe(expected);
  });

  it.each([
    "Your files do not get into /workspace/lab of your seat.",
    "The engine refused: open /var/lib/docker/overlay2/x: no such file",
    "COPY /app/opt/drydock/x is no path of ours",
    "https://mirror.example/srv/course data.tar",
    "/opt/drydocked/x",
    "",
  ])("keeps %s", (text) => {
    expect(told(text)).toBe(text);
  });
});
