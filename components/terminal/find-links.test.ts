import { describe, expect, it } from "vitest";
import { findAddresses } from "./find-links.ts";

describe("addresses in a line", () => {
  it.each([
    ["see http://localhost:8000/docs.", ["http://localhost:8000/docs"]],
    ["(https://example.org/a?b=c#d), and http://x.y", ["https://example.org/a?b=c#d", "http://x.y"]],
    ['"http://a.b/c" <http://d.e>', ["http://a.b/c", "http://d.e"]],
    ["javascript:alert(1) file:///etc/passwd ftp://x data:text/html,x", []],
  ])("%s", (line, urls) => {
    expect(findAddresses(line).map(({ url }) => url)).toEqual(urls);
  });

  it("are told with their place", () => {
    expect(findAddresses("ab http://c.d")[0]?.at).toBe(3);
  });
});
