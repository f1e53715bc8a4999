import { type ChildProcessByStdio, spawn } from "node:child_process";
import { chmod, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { readSessionKey, readVariantKey, replaceSessionKey } from "../../server/session/session-key.ts";
import type { Attack } from "../attack.ts";
import { judgeClaims, judgeLines } from "../judge.ts";
import { putUpListener } from "../put-up-listener.ts";
import { keepOpen } from "./entrance.ts";
import { comes } from "./web-socket.ts";

const FROM = "the web";
const root = fileURLToPath(new URL("../..", import.meta.url));
const MAX_OUTPUT = 20_000;

/** A program of ours in a network of its own, which nothing leads into or out of. */
function runApart(
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child: ChildProcessByStdio<null, Readable, Readable> = spawn("unshare", ["--net", "--", ...args], {
      cwd: root,
      // Settings of whoever runs the doctor are none of this site's.
      env: { ...settings, NODE_ENV: "production", PATH: process.env["PATH"] ?? "" },
      stdio: ["ignore", "pipe", "pipe"],
      signal,
      timeout: 60_000,
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (output = (output + chunk.toString()).slice(-MAX_OUTPUT)));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}

const node = [process.execPath, "--import", "tsx"];
const isRoot = process.getuid?.() === 0;

export const servedSite: readonly Attack[] = [
  {
    id: "served/without-sign-in",
    title: "The site started for others, without a way to tell them apart",
    from: FROM,
    expects: "It does not start, and says what to do.",
    seconds: 120,
    run: async (_ground, signal) => {
      if (!isRoot) return { skipped: "only root can make a network of its own to start it in" };
      const dataDir = await mkdtemp(path.join(tmpdir(), "drydock-served-"));
      try {
        const claims: Record<string, boolean> = {};
        // A database that nobody answers for: what gets past the settings ends there.
        const settings = {
          DATA_DIR: dataDir,
          SEAT_HOST: "none",
          DATABASE_URL: "postgres://127.0.0.1:9/none",
        };
        const start = (more: Readonly<Record<string, string>>) =>
          runApart([...node, "server/main.ts"], { ...settings, ...more }, signal);
        const refused = [
          ["HOST", "0.0.0.0"],
          ["ALLOWED_HOSTS", "course.example.org"],
        ] as const;
        // Side by side: each of them loads the whole site before it gives up.
        const [past, ...starts] = await Promise.all([
          start({ HOST: "0.0.0.0", SIGN_IN: "invitation" }),
          ...refused.map(([name, value]) => start({ [name]: value })),
        ]);
        refused.forEach(([name, value], at) => {
          const { code, output } = starts[at] ?? { code: null, output: "" };
          claims[`${name}=${value} alone: ${output.trim().slice(0, 60)}...`] =
            code !== 0 && output.startsWith(`${name}=${value} is not allowed`) && output.includes("SIGN_IN=");
        });
        return judgeClaims(claims, {
          "with SIGN_IN=invitation it gets as far as its database":
            /ECONNREFUSED|ENETUNREACH|EADDRNOTAVAIL/.test(past.output),
        });
      } finally {
        await rm(dataDir, { recursive: true, force: true });
      }
    },
  },
  {
    id: "served/other-computer",
    title: "Another computer that calls the site localhost, or claims to be behind a proxy on its own",
    from: FROM,
    expects:
      "Localhost is a name for this computer's own programs alone, and they alone are its one student.",
    run: async (_ground, signal) => {
      if (!isRoot) return { skipped: "only root can make a network of its own to ask from" };
      const script = 'ip link set lo up && ip addr add 198.51.100.1/32 dev lo && exec "$@"';
      const ask = [...node, "doctor/ask-from-outside.ts", "198.51.100.1"];
      const { output } = await runApart(["sh", "-c", script, "sh", ...ask], {}, signal);
      return judgeLines(output);
    },
  },
  {
    id: "served/behind-a-proxy",
    title: "A stranger behind a proxy on the site's own computer",
    from: FROM,
    expects: "What a proxy passes on is nobody, whatever name it asks by.",
    run: async (_ground, signal) => {
      const dataDir = await mkdtemp(path.join(tmpdir(), "drydock-served-"));
      const listener = await putUpListener(dataDir, {});
      try {
        const answerTo = async (version: string, ...headers: string[]) => {
          const asked = [`GET /api/x HTTP/${version}`, ...headers, "Connection: close"];
          const answer = keepOpen(listener.port, asked);
          await comes(() => answer.over, signal);
          return answer.text;
        };
        const local = `Host: 127.0.0.1:${listener.port}`;
        const claims: Record<string, boolean> = {};
        const home = (await answerTo("1.1", local)).includes("came in as student");
        for (const [what, version, headers] of [
          ["nginx as it comes", "1.0", [local]],
          ["nginx as deploy/nginx.conf has it", "1.1", [local, "X-Forwarded-For: 198.51.100.7"]],
          ["Caddy, Traefik", "1.1", [local, "X-Forwarded-Host: course.example.org"]],
          ["Apache", "1.1", [local, "Via: 1.1 course.example.org"]],
          ["a tunnel service", "1.1", [local, "CF-Connecting-IP: 198.51.100.7"]],
          ["RFC 7239", "1.1", [local, "Forwarded: for=198.51.100.7"]],
          ["one that keeps the name", "1.1", ["Host: course.example.org"]],
        ] as const) {
          const text = await answerTo(version, ...headers);
          claims[`${what}: ${text.split("\r\n")[0] ?? ""}`] = text.startsWith("HTTP/1.1 401");
        }
        return judgeClaims(claims, { "a program of the computer itself is the student": home });
      } finally {
        await listener.close();
        await rm(dataDir, { recursive: true, force: true });
      }
    },
  },
  {
    id: "served/keys",
    title: "Other users of the machine read the keys of sessions and tasks",
    from: FROM,
    expects: "Only the site's own user reads them, also after one was replaced.",
    run: async () => {
      const dataDir = await mkdtemp(path.join(tmpdir(), "drydock-served-"));
      try {
        const claims: Record<string, boolean> = {};
        const open = async () => {
          const names = await readdir(dataDir);
          const modes = await Promise.all(
            names.map(async (name) => (await stat(path.join(dataDir, name))).mode),
          );
          return names.filter((_name, at) => ((modes[at] ?? 0) & 0o077) !== 0);
        };
        const look = async (when: string) => {
          const found = await open();
          claims[`${when}: none is open to others ${found.join(", ")}`.trim()] = found.length === 0;
        };
        const before = await readSessionKey(dataDir);
        const tasks = await readVariantKey(dataDir);
        await look("new");
        await replaceSessionKey(dataDir);
        await look("replaced");
        claims["tasks keep their key"] = (await readVariantKey(dataDir)).equals(tasks);
        const replaced = !(await readSessionKey(dataDir)).equals(before);
        const names = (await readdir(dataDir)).sort().join(", ");
        await writeFile(path.join(dataDir, "shown"), "x");
        await chmod(path.join(dataDir, "shown"), 0o644);
        return judgeClaims(claims, {
          [`the keys are there: ${names}`]: names === "session.key, variant.key",
          "sessions have another key": replaced,
          "what is open would be found": (await open()).includes("shown"),
        });
      } finally {
        await rm(dataDir, { recursive: true, force: true });
      }
    },
  },
];
