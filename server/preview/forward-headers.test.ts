import { describe, expect, it } from "vitest";
import { requestHeaders, responseHeaders } from "./forward-headers.ts";

const request = (...raw: string[]) => Object.fromEntries(requestHeaders(raw, false));
const response = (...raw: string[]) => responseHeaders(raw).filter(([name]) => raw.includes(name));

describe("a request's headers", () => {
  it("lose every cookie of ours and keep the app's", () => {
    const cookies = [
      "drydock_session=ann.1.x; theme=dark; drydock-preview=y; id=1",
      " __Host-drydock-x=1;DRYDOCK_session=2; a=b=c",
      "drydock_session=1",
    ];
    expect(
      requestHeaders(
        cookies.flatMap((value) => ["Cookie", value]),
        false,
      ),
    ).toEqual([
      ["Cookie", "theme=dark; id=1"],
      ["Cookie", "a=b=c"],
      ["X-Forwarded-Proto", "http"],
    ]);
  });

  it("lose those of one connection and of proxies", () => {
    expect(
      request(
        ...["Host", "h", "Connection", "close, X-Secret", "X-Secret", "1", "TE", "trailers", "Expect", "100"],
        ...["X-Forwarded-For", "1.2.3.4", "X-Forwarded-Host", "site", "Forwarded", "for=x", "Via", "x"],
        ...["Proxy-Authorization", "Basic x", "Upgrade", "h2c", "X-Real-IP", "1", "Accept", "*/*"],
      ),
    ).toEqual({ Host: "h", Accept: "*/*", "X-Forwarded-Proto": "http" });
  });

  it("tell one length of a body", () => {
    expect(request("Content-Length", "5")).toHaveProperty("Content-Length", "5");
    expect(request("Content-Length", "5", "Transfer-Encoding", "chunked")).not.toHaveProperty(
      "Content-Length",
    );
  });

  it("survive names that JavaScript has plans for", () => {
    expect(requestHeaders(["__proto__", "1", "constructor", "2"], true)).toEqual([
      ["__proto__", "1"],
      ["constructor", "2"],
      ["X-Forwarded-Proto", "https"],
    ]);
  });
});

describe("an answer's headers", () => {
  it("set cookies for the preview's host alone, and none of ours", () => {
    const cookies = [
      "id=1; Domain=localhost; Path=/; HttpOnly",
      "a=b; domain = .example.net ; SameSite=Lax",
      "drydock_session=stolen; Path=/",
      " drydock-preview=x",
      "=drydock-preview=x",
      "justavalue",
      `big=${"x".repeat(5000)}`,
    ];
    expect(response(...cookies.flatMap((value) => ["Set-Cookie", value]))).toEqual([
      ["Set-Cookie", "id=1; Path=/; HttpOnly"],
      ["Set-Cookie", "a=b; SameSite=Lax"],
    ]);
    const many = Array.from({ length: 100 }, (_, index) => ["Set-Cookie", `c${index}=1`]).flat();
    expect(response(...many)).toHaveLength(30);
  });

  it("say nothing that counts for more than the preview", () => {
    expect(
      response(
        ...["Strict-Transport-Security", "max-age=1; includeSubDomains", "Clear-Site-Data", '"cookies"'],
        ...["Alt-Svc", "h3", "NEL", "{}", "Report-To", "{}", "Cross-Origin-Opener-Policy", "unsafe-none"],
        ...["Connection", "keep-alive", "Keep-Alive", "timeout=5", "Transfer-Encoding", "chunked"],
        ...["Content-Length", "7", "X-Frame-Options", "ALLOWALL", "Content-Type", "text/html"],
      ),
    ).toEqual([
      ["Content-Type", "text/html"],
      ["Cross-Origin-Opener-Policy", "same-origin"],
    ]);
  });

  it("have our policy beside the app's", () => {
    const policies = responseHeaders(["Content-Security-Policy", "default-src 'self'"]).filter(
      ([name]) => name === "Content-Security-Policy",
    );
    expect(policies.map(([, value]) => value)).toEqual([
      "default-src 'self'",
      expect.stringMatching(/^sandbox .*; frame-ancestors 'self'$/),
    ]);
    expect(policies[1]?.[1]).not.toMatch(/top-navigation|escape/);
  });
});
