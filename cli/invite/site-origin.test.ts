import { expect, it } from "vitest";
import { siteOrigin } from "./site-origin.ts";

it.each([
  ["127.0.0.1", [], "http://localhost:3000"],
  ["::1", [], "http://localhost:3000"],
  ["0.0.0.0", [], "http://localhost:3000"],
  ["192.168.1.5", [], "http://192.168.1.5:3000"],
  ["0.0.0.0", ["192.168.1.5"], "http://192.168.1.5:3000"],
  ["127.0.0.1", ["course.example.org", "other.example.org"], "https://course.example.org"],
])("a site on %s with the names %j is reached at %s", (HOST, ALLOWED_HOSTS, origin) => {
  expect(siteOrigin({ HOST, PORT: 3000, ALLOWED_HOSTS }, undefined)).toBe(origin);
});

it("is where it is said to be, when that is an address", () => {
  const config = { HOST: "127.0.0.1", PORT: 3000, ALLOWED_HOSTS: [] };
  expect(siteOrigin(config, "https://course.example.org/")).toBe("https://course.example.org");
  expect(siteOrigin(config, "http://192.168.1.5:8080")).toBe("http://192.168.1.5:8080");
  for (const wrong of [
    "course.example.org",
    "https://a.example/path",
    "ftp://a.example",
    "https://me@a.example",
  ])
    expect(() => siteOrigin(config, wrong)).toThrow(`--url ${wrong} is no address of a site`);
});
