import http from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startPreviewSite } from "../../testing/preview-test-site.ts";
import { openClaim, PREVIEW_COOKIE, previewLabel, signClaim } from "./preview-claim.ts";
import { previewLabelOf, previewOrigin } from "./preview-host.ts";
import { PreviewTickets } from "./preview-tickets.ts";

type Site = Awaited<ReturnType<typeof startPreviewSite>>;
const key = Buffer.alloc(32, 7);
const claim = { studentId: "ann", seat: "seat-a", of: "seat", port: 8000, secure: false } as const;

let site: Site;
let seen: http.IncomingMessage[] = [];
beforeEach(async () => {
  seen = [];
  site = await startPreviewSite(
    http.createServer((request, response) => {
      seen.push(request);
      response.end(`the app at ${request.url ?? ""}`);
    }),
  );
  site.seats.set("ann", "seat-a").set("ben", "seat-b");
});
afterEach(() => site.close());

describe("a ticket", () => {
  it("lets one browser in, once, and is not part of any address after that", async () => {
    const url = new URL(await site.link("ann"));
    expect(url.host).toMatch(/^8000-[0-9a-f]{32}\.localhost:\d+$/);
    const opened = await site.request(url.host, url.pathname + url.search);
    expect([opened.status, opened.headers.location]).toEqual([303, "/"]);
    const cookie = opened.headers["set-cookie"]?.[0] ?? "";
    expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/);
    expect(cookie).not.toMatch(/domain/i);
    const again = await site.request(url.host, url.pathname + url.search);
    expect([again.status, again.headers["set-cookie"]]).toEqual([403, undefined]);
    const page = await site.request(url.host, "/x?y=1", { headers: { cookie: cookie.split(";")[0] ?? "" } });
    expect([page.status, page.body]).toEqual([200, "the app at /x?y=1"]);
    expect(site.dialled).toEqual(["seat-a: socat - TCP4:127.0.0.1:8000,connect-timeout=5,nodelay"]);
  });

  it("opens its own preview only: not another student's, port, or none", async () => {
    const ann = new URL(await site.link("ann"));
    const ben = new URL(await site.link("ben"));
    const other = new URL(await site.link("ben", 9000));
    const app = new URL(await site.link("ben", 8000, "app"));
    expect(new Set([ann.host, ben.host, other.host, app.host]).size).toBe(4);
    expect((await site.request(ann.host, ben.pathname + ben.search)).status).toBe(403);
    expect((await site.request(other.host, ben.pathname + ben.search)).status).toBe(403);
    expect((await site.request(ann.host, `${ann.pathname}?ticket=`)).status).toBe(403);
    expect((await site.request(ann.host, ann.pathname)).status).toBe(403);
    expect(seen).toHaveLength(0);
  });

  it("is over after a minute, and there are not endlessly many", () => {
    let now = 1000;
    const tickets = new PreviewTickets(() => now);
    const late = tickets.issue(claim);
    now += 60_001;
    expect(tickets.redeem(late)).toBeNull();
    for (let count = 0; count < 20; count += 1) tickets.issue(claim);
    expect(() => tickets.issue(claim)).toThrow(expect.objectContaining({ code: "TOO_MANY" }) as Error);
    expect(tickets.redeem(tickets.issue({ ...claim, studentId: "ben" }))?.claim.studentId).toBe("ben");
    now += 60_001;
    expect(tickets.redeem(tickets.issue(claim))).toEqual({ claim, until: null });
    const tied = tickets.issue(claim, now + 1000);
    now += 1000;
    expect(tickets.redeem(tied)).toBeNull();
  });
});

describe("the cookie", () => {
  it("forged, expired, or brought to another preview shows nothing", async () => {
    const ann = await site.enter("ann");
    const ben = await site.enter("ben");
    const value = signClaim(key, claim, Date.now() + 60_000);
    const forged = [
      "",
      "x",
      value.replace("ann", "ben"),
      value.replace(".8000.", ".9000."),
      value.replace(".seat.", ".app."),
      value.replace(".http.", ".https."),
      `${value.slice(0, -1)}${value.endsWith("A") ? "B" : "A"}`,
      signClaim(key, claim, Date.now() - 1),
      signClaim(Buffer.alloc(32, 8), claim, Date.now() + 60_000),
      signClaim(key, { ...claim, seat: "seat-b" }, Date.now() + 60_000),
    ];
    for (const each of forged) {
      const answer = await site.request(ann.host, "/", { headers: { cookie: `${PREVIEW_COOKIE}=${each}` } });
      expect([each, answer.status]).toEqual([each, 403]);
    }
    expect((await site.request(ann.host, "/", { headers: { cookie: ben.cookie } })).status).toBe(403);
    expect(
      (await site.request("8000-guess.localhost", "/", { headers: { cookie: ann.cookie } })).status,
    ).toBe(403);
    expect(seen).toHaveLength(0);
    // Beside a forged one, which a page may have set, the true one counts.
    const beside = `${PREVIEW_COOKIE}=forged; ${PREVIEW_COOKIE}=${value}`;
    expect((await site.request(ann.host, "/", { headers: { cookie: beside } })).status).toBe(200);
  });

  it("is no session, and a session is no such cookie", () => {
    expect(openClaim(key, "ann.9999999999999.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 0)).toBeNull();
    const label = previewLabel(key, claim);
    expect(signClaim(key, claim, 1)).not.toContain(label.slice(5));
  });

  it("ends with the session that asked for it, and when everybody is signed out", async () => {
    const soon = await site.enter("ann", 8000, Date.now() + 1500);
    expect((await soon.get("/")).status).toBe(200);
    await expect.poll(async () => (await soon.get("/")).status).toBe(403);

    const ben = await site.enter("ben");
    const link = new URL(await site.link("ben"));
    site.replaceKey();
    expect((await ben.get("/")).status).toBe(403);
    expect((await site.request(link.host, link.pathname + link.search)).status).toBe(403);
  });

  it("ends with the seat, which a preview never wakes", async () => {
    const ann = await site.enter("ann");
    site.seats.set("ann", "seat-new");
    expect((await ann.get("/")).status).toBe(410);
    const ben = await site.enter("ben");
    site.seats.delete("ben");
    const asleep = await ben.get("/");
    expect([asleep.status, asleep.body]).toEqual([503, expect.stringContaining("Your seat is asleep")]);
    await expect(site.link("ben")).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

describe("a request that changes something", () => {
  it("comes from a page of the same preview", async () => {
    const ann = await site.enter("ann");
    const post = (origin: string) =>
      site.request(ann.host, "/", { method: "POST", headers: { cookie: ann.cookie, origin }, body: "x" });
    expect((await post(`http://${ann.host}`)).status).toBe(200);
    for (const origin of [
      site.siteOrigin,
      "null",
      "http://evil.example",
      `http://${ann.host}.evil.example`,
    ]) {
      expect([origin, (await post(origin)).status]).toEqual([origin, 403]);
    }
  });
});

describe("host names", () => {
  it("part site and preview", async () => {
    const ann = await site.enter("ann");
    expect((await ann.get("/api/seat")).body).toBe("the app at /api/seat");
    expect(
      (await site.request(`localhost:${site.port}`, "/", { headers: { cookie: ann.cookie } })).body,
    ).toBe("the site");
    expect((await site.request("evil.example", "/", { headers: { cookie: ann.cookie } })).status).toBe(421);
  });

  it.each([
    ["8000-ab.localhost:3000", "", "8000-ab"],
    ["8000-AB.LOCALHOST", "", "8000-ab"],
    ["x.previews.example.net", "previews.example.net", "x"],
    ["localhost:3000", "", null],
    ["x.evil.example", "", null],
    ["x.localhost.evil.example", "", null],
    ["previews.example.net", "previews.example.net", null],
    ["", "", null],
    [undefined, "", null],
  ])("%s below %j is %j", (host, domain, label) => {
    expect(previewLabelOf(host, domain)).toBe(label);
  });

  it("are made for the way that the browser came", () => {
    expect(previewOrigin("http://localhost:3000", "x", "")).toBe("http://x.localhost:3000");
    expect(previewOrigin("http://127.0.0.1:8080", "x", "")).toBe("http://x.localhost:8080");
    expect(previewOrigin("https://site.example", "x", "p.example.net")).toBe("https://x.p.example.net");
    expect(() => previewOrigin("http://192.0.2.7:3000", "x", "")).toThrow(
      expect.objectContaining({ code: "CONFLICT" }) as Error,
    );
  });
});
