import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readConfig, seatHostDirectory } from "../../server/config.ts";
import { ageOf } from "../renew-or-keep.ts";
import { seatHostPaths } from "../seat-host/paths.ts";
import { makeOfflineKit, type OfflineKit } from "./make-offline-kit.ts";

const run = promisify(execFile);
const STARTER = "content/docker-for-ml/10-exercise/labs/fastapi-service/starter";

let kit: OfflineKit;
let work: string;
let root: string;

/** A shell in the Python stand-in, in namespaces of its own and without any network: only the index is there. */
async function inImage(script: string): Promise<string> {
  const enter = `mount --bind "$1" "$0/index" && mount -t proc proc "$0/proc" && exec chroot "$0" sh -euc "$2"`;
  const { stdout } = await run(
    "unshare",
    ["--mount", "--pid", "--net", "--fork", "sh", "-euc", enter, root, kit.wheelIndex, script],
    {
      env: {
        PATH: "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        PIP_INDEX_URL: "file:///index",
        NODE_ENV: "test",
      },
      maxBuffer: 1e7,
    },
  );
  return stdout;
}

beforeAll(async () => {
  const { cache } = seatHostPaths(seatHostDirectory(readConfig()));
  kit = await makeOfflineKit({
    cacheDir: path.join(cache, "offline-kit"),
    report: () => undefined,
    age: ageOf(0, Date.now(), () => Promise.resolve(null)),
  });
  work = await mkdtemp(path.join(cache, "offline-kit-test-"));
  root = path.join(work, "root");
  await mkdir(root);
  const tar = kit.images.find((image) => image.references.includes("python:3.11-slim"))?.rootfsTar ?? "";
  await run("tar", ["--extract", "--file", tar, "--directory", root]);
  await mkdir(path.join(root, "index"));
  await run("sh", [
    "-euc",
    `mkdir -p "$0"; mknod -m 666 "$0/null" c 1 3; mknod -m 666 "$0/urandom" c 1 9`,
    path.join(root, "dev"),
  ]);
  await copyFile(path.join(STARTER, "requirements.txt"), path.join(root, "requirements.txt"));
});

afterAll(() => rm(work, { recursive: true, force: true }));

it("is laid out as the official image is", async () => {
  const said = await inImage(
    `which python pip; python -c 'import sysconfig; print(sysconfig.get_path("purelib"))';
     test -e /usr/local/include/python3.11/Python.h; for tool in gcc make curl wget; do ! command -v $tool; done`,
  );
  expect(said.trim().split("\n")).toEqual([
    "/usr/local/bin/python",
    "/usr/local/bin/pip",
    "/usr/local/lib/python3.11/site-packages",
  ]);
});

it("installs the exercise's requirements from the index, at the versions that they name", async () => {
  await inImage(
    "pip install --quiet --no-cache-dir --root-user-action=ignore --requirement /requirements.txt",
  );
  const frozen = (await inImage("pip check > /dev/null; pip list --format=freeze"))
    .toLowerCase()
    .replaceAll("_", "-");
  const pins =
    (await readFile(path.join(STARTER, "requirements.txt"), "utf8")).match(/^[a-z].*==.*$/gm) ?? [];
  expect(pins.length).toBeGreaterThan(5);
  for (const pin of pins) expect(frozen.split("\n")).toContain(pin);
});

it("has a scikit-learn that learns and a FastAPI that answers", async () => {
  const program = `
from fastapi import FastAPI
from sklearn.datasets import load_wine
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
wine = load_wine()
rows = StandardScaler().fit_transform(wine.data)
print(LogisticRegression().fit(rows, wine.target).score(rows, wine.target) > 0.95, FastAPI().openapi_version)
`;
  expect(await inImage(`python -c '${program}'`)).toMatch(/^True 3\./);
});

it("installs into a virtual environment, a home and a prefix", async () => {
  const said = await inImage(
    `python -m venv /opt/venv; /opt/venv/bin/pip install --quiet h11; ls -d /opt/venv/lib/python3.11/site-packages/h11
     export HOME=/home/someone; pip install --quiet --root-user-action=ignore --user flask; ls $HOME/.local/bin
     pip install --quiet --root-user-action=ignore --prefix=/install gunicorn; ls /install/lib/python3.11/site-packages/ | grep -c gunicorn`,
  );
  expect(said.trim().split("\n")).toEqual(["/opt/venv/lib/python3.11/site-packages/h11", "flask", "2"]);
});
