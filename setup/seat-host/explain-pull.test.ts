import { describe, expect, it } from "vitest";
import { explainPull } from "./explain-pull.ts";
import { PullError } from "./pull-error.ts";

const HUB = "https://registry-1.docker.io";
const MIRROR = "http://127.0.0.1:5000";
const AFTERWARDS = 'Error response from daemon: Get "https://registry-1.docker.io/v2/": Forbidden';
const next = (text: string) =>
  `time="2026-11-23T12:47:09Z" level=info msg="Attempting next endpoint for pull after error: ${text}" spanID=a8\n`;
const hubRefused = next('Get \\"https://registry-1.docker.io/v2/\\": Forbidden');

describe("explainPull", () => {
  it("tells what Docker Hub said", () => {
    expect(explainPull("Error response from daemon: toomanyrequests: slow down\n", "", HUB)).toBe(
      "toomanyrequests: slow down",
    );
  });

  it("tells what the mirror said, and not that Docker Hub was refused afterwards", () => {
    expect(explainPull(AFTERWARDS, next("unknown: not found\\n") + hubRefused, MIRROR)).toBe(
      "unknown: not found",
    );
  });

  it("shortens the proxy's page to its first words", () => {
    const page = next('denied: <!DOCTYPE html PUBLIC \\"-//W3C//DTD HTML 4.01//EN\\">\\n<html>');
    expect(explainPull(AFTERWARDS, page + hubRefused, MIRROR)).toBe("denied");
  });

  it("falls back to what docker said, and never to nothing", () => {
    expect(explainPull(AFTERWARDS, hubRefused, MIRROR)).toContain("Forbidden");
    expect(explainPull("", "", HUB)).toBe("no reason given");
  });
});

describe("PullError", () => {
  it.each([
    ["denied", "DOWNLOAD_HOSTS"],
    ["unknown: not found", "course.yaml"],
    ["toomanyrequests: slow down", "mirror"],
    ["EOF", "OFFLINE=yes"],
  ])("says after %s what to do: %s", (reason, remedy) => {
    const { message } = new PullError("python:3.11-slim", "mirror.example", reason);
    expect(message).toContain(`python:3.11-slim could not be had from mirror.example (${reason}).`);
    expect(message).toContain(remedy);
    expect(message).not.toContain("\n");
  });
});
