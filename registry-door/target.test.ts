import { describe, expect, it } from "vitest";
import { readTarget } from "./target.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;
const UPLOAD = "0b8bb3f0-1111-4222-8333-444455556666";
const app = { owner: "ada", path: "app" };

describe("readTarget", () => {
  it.each([
    ["/v2/", { kind: "ping" }],
    ["/v2/_catalog?n=100", { kind: "catalog" }],
    ["/v2/ada/app/tags/list", { kind: "tags", repository: app }],
    ["/v2/ada/app/manifests/1.0", { kind: "manifest", repository: app, reference: "1.0" }],
    [
      `/v2/ada/team/app/manifests/${DIGEST}`,
      { kind: "manifest", repository: { owner: "ada", path: "team/app" }, reference: DIGEST },
    ],
    [`/v2/ada/app/blobs/${DIGEST}`, { kind: "blob", repository: app, digest: DIGEST }],
    ["/v2/ada/app/blobs/uploads/", { kind: "uploads", repository: app, mount: null }],
    [
      `/v2/ada/app/blobs/uploads/?from=ben%2Fapp&mount=${encodeURIComponent(DIGEST)}`,
      { kind: "uploads", repository: app, mount: { digest: DIGEST, from: { owner: "ben", path: "app" } } },
    ],
    [
      `/v2/ada/app/blobs/uploads/${UPLOAD}?_state=ab-_=&digest=${DIGEST}`,
      { kind: "upload", repository: app, upload: UPLOAD, state: "ab-_=", digest: DIGEST },
    ],
  ])("reads %s", (url, target) => {
    expect(readTarget(url)).toEqual(target);
  });

  it.each([
    "",
    "/",
    "/v1/",
    "//v2/ada/app/tags/list",
    "/v2//ada/app/tags/list",
    "/v2/ada//app/tags/list",
    "/v2/ada/app/tags/list/",
    "/v2/ada/../ben/app/manifests/1",
    "/v2/ada/./app/manifests/1",
    "/v2/ada/%2e%2e/ben/manifests/1",
    "/v2/ada%2fapp/manifests/1",
    "/v2/ada/app%2f..%2f..%2fben%2fapp/manifests/1",
    "/v2/Ada/app/manifests/1",
    "/v2/ada/App/manifests/1",
    "/v2/ada/manifests/1",
    "/v2/ada/app-/manifests/1",
    "/v2/ada/_uploads/manifests/1",
    "/v2/ada/app\\ben/manifests/1",
    "/v2/ada/app/manifests/..",
    "/v2/ada/app/manifests/",
    `/v2/ada/app/manifests/${"x".repeat(129)}`,
    "/v2/ada/app/manifests/sha256:abc",
    "/v2/ada/app/manifests/sha512:abc",
    `/v2/ada/app/blobs/${DIGEST}/`,
    `/v2/ada/app/blobs/${DIGEST.toUpperCase()}`,
    // Words of the protocol as names: two readings.
    `/v2/ada/blobs/uploads/manifests/1`,
    `/v2/ada/manifests/x/blobs/${DIGEST}`,
    "/v2/ada/tags/list/tags/list",
    "/v2/ada/a/b/c/d/e/tags/list",
    `/v2/ada/${"a".repeat(97)}/tags/list`,
    "/v2/ada/app/blobs/uploads/not-a-uuid?_state=a",
    `/v2/ada/app/blobs/uploads/${UPLOAD}`,
    `/v2/ada/app/blobs/uploads/${UPLOAD}?_state=${"a".repeat(2049)}`,
    `/v2/ada/app/blobs/uploads/${UPLOAD}?_state=a&digest=md5:1`,
    `/v2/ada/app/blobs/uploads/?mount=${DIGEST}&from=..%2F..%2Fother%2Fapp`,
    `/v2/ada/app/blobs/uploads/?mount=${DIGEST}&from=app`,
    "/v2/ada/app/manifests/1?a?b",
    `/v2/ada/app/tags/list?${"x".repeat(5000)}`,
    "http://elsewhere/v2/ada/app/tags/list",
  ])("does not take %s", (url) => {
    expect(readTarget(url)).toBeNull();
  });
});
