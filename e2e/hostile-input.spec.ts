import { expect, test } from "./fixtures.ts";
import { LAB_ID, labApi } from "./lab.ts";

const origin = new URL(process.env["E2E_URL"] ?? "http://localhost:3000").origin;
const headers = { origin };

test.describe("bad input gets a clear answer, never a 500", () => {
  const badPaths = [
    "../etc/passwd",
    "/etc/passwd",
    "a/../../b",
    "a\\b",
    "",
    ".",
    "a//b",
    "con\u0000trol",
    "x".repeat(300),
  ];
  for (const path of badPaths) {
    test(`a file named ${JSON.stringify(path).slice(0, 40)}`, async ({ page }) => {
      const answer = await page.request.put(`${labApi}/files`, {
        headers,
        data: { path, content: "x", baseVersion: 0 },
      });
      expect(answer.status()).toBeGreaterThanOrEqual(400);
      expect(answer.status()).toBeLessThan(500);
      const body = (await answer.json()) as { error: { code: string; message: string } };
      expect(body.error.message.length).toBeGreaterThan(10);
    });
  }

  test("a file that is too large", async ({ page }) => {
    const answer = await page.request.put(`${labApi}/files`, {
      headers,
      data: { path: "Dockerfile", content: "x".repeat(2_000_000), baseVersion: 0 },
    });
    expect([413, 422]).toContain(answer.status());
  });

  test("a body of 200 MB is refused before it is read", async ({ page }) => {
    const answer = await page.request
      .put(`${labApi}/files`, {
        headers: { ...headers, "content-type": "application/json" },
        data: Buffer.alloc(40_000_000, 120),
      })
      .catch((error: unknown) => error);
    // Either an answer, or a connection that the server closed while we were still sending.
    if (answer instanceof Error) expect(answer.message).toMatch(/ECONNRESET|EPIPE|socket hang up/);
    else expect((answer as { status(): number }).status()).toBe(413);
  });

  test("text that is not UTF-8, JSON that is none, types that are wrong", async ({ page }) => {
    const json = { ...headers, "content-type": "application/json" };
    for (const data of [
      Buffer.from([0xff, 0xfe, 0x00]),
      "{",
      "[]",
      "null",
      '{"path":1}',
      '{"path":"Dockerfile","content":"a","baseVersion":-1}',
    ]) {
      const answer = await page.request.put(`${labApi}/files`, { headers: json, data });
      expect(answer.status(), String(data)).toBeGreaterThanOrEqual(400);
      expect(answer.status(), String(data)).toBeLessThan(500);
    }
  });

  test("a binary Dockerfile is refused in words", async ({ page }) => {
    const answer = await page.request.put(`${labApi}/files`, {
      headers,
      data: { path: "Dockerfile", content: "FROM x\u0000\u0001", baseVersion: 0 },
    });
    expect(answer.status()).toBeGreaterThanOrEqual(400);
    expect(answer.status()).toBeLessThan(500);
  });

  test("a read-only file cannot be changed", async ({ page }) => {
    const list = (await (await page.request.get(`${labApi}/files`)).json()) as {
      files: { path: string; editable: boolean; version: number }[];
    };
    const locked = list.files.find((file) => !file.editable);
    expect(locked).toBeDefined();
    const answer = await page.request.put(`${labApi}/files`, {
      headers,
      data: { path: locked?.path, content: "changed", baseVersion: locked?.version },
    });
    expect(answer.status()).toBe(422);
  });

  test("a lab, a run and a student that do not exist", async ({ page }) => {
    expect((await page.request.get("/api/labs/no/such/lab/files")).status()).toBe(404);
    expect((await page.request.get("/api/labs/..%2f..%2fetc/x/y/files")).status()).toBe(404);
    expect((await page.request.get("/api/runs/00000000-0000-4000-8000-000000000000")).status()).toBe(404);
    expect((await page.request.get("/api/runs/nonsense/events")).status()).toBeGreaterThanOrEqual(400);
    const answer = await page.request.post("/api/runs", {
      headers,
      data: { lab: "no/such/lab", kind: "build" },
    });
    expect(answer.status()).toBe(404);
  });
});

test("a write from a foreign page is refused", async ({ page }) => {
  const foreign = { origin: "http://evil.example" };
  const save = await page.request.put(`${labApi}/files`, {
    headers: foreign,
    data: { path: "Dockerfile", content: "FROM scratch", baseVersion: 1 },
  });
  expect(save.status()).toBe(403);
  expect(
    (
      await page.request.post("/api/runs", { headers: foreign, data: { lab: LAB_ID, kind: "build" } })
    ).status(),
  ).toBe(403);
});

test("a request for another host's name is refused", async ({ page }) => {
  const answer = await page.request.get("/api/health", { headers: { host: "evil.example" } });
  expect(answer.status()).toBeGreaterThanOrEqual(400);
  expect(answer.status()).toBeLessThan(500);
});

test("the page is served with a strict policy", async ({ page }) => {
  const answer = await page.goto("/");
  const policy = (await answer?.headerValue("content-security-policy")) ?? "";
  expect(policy).toContain("default-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("unsafe-eval");
  expect(/script-src[^;]*unsafe-inline/.test(policy)).toBe(false);
  expect(await answer?.headerValue("x-content-type-options")).toBe("nosniff");
});
