import { execFile } from "node:child_process";
import { mkdir, mkdtemp, open, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { isAppError } from "../../core/errors.ts";
import { readFolder } from "../../server/content/read-folder.ts";
import { Engine } from "../../server/docker/engine.ts";
import { readImageFile } from "../../server/grading/read-image-file.ts";
import { packFiles } from "../../server/seats/pack-files.ts";
import type { Attack } from "../attack.ts";
import { say, sh } from "../ground.ts";
import { judgeClaims } from "../judge.ts";

const FROM = "a file or an archive";
const MIB = 1024 ** 2;

const codeOf = (step: Promise<unknown>) =>
  step.then(
    () => "accepted",
    (error: unknown) => (isAppError(error) ? error.code : `fault ${String(error).slice(0, 80)}`),
  );

export const archives: readonly Attack[] = [
  {
    id: "archive/into-a-seat",
    title: "Names that leave the folder, on the way into a seat",
    from: FROM,
    expects:
      "Absolute names, dots, control characters, doubles and floods are refused before anything is sent.",
    // Alone because of its 257 MiB, which others would take for their own.
    loud: true,
    run: async () => {
      const file = (name: string) => ({ path: name, content: "x" });
      const claims: Record<string, boolean> = {};
      for (const [what, files] of Object.entries({
        absolute: [file("/etc/cron.d/x")],
        "dot dot": [file("a/../../x")],
        "dot dot at the end": [file("a/..")],
        backslash: [file("..\\x")],
        "line break": [file("a\nb")],
        "NUL byte": [file("a\0b")],
        twice: [file("a"), file("a")],
        "too many": Array.from({ length: 10_001 }, (_, index) => file(`f${index}`)),
        "too large": [{ path: "big", content: Buffer.alloc(257 * MIB) }],
      })) {
        const code = await codeOf(packFiles(files));
        claims[`${what}: ${code}`] = code === "BAD_REQUEST" || code === "TOO_LARGE";
      }
      const plain = await codeOf(packFiles([file("a/b c"), { path: "big", content: Buffer.alloc(MIB) }]));
      return judgeClaims(claims, { "plain files are taken": plain === "accepted" });
    },
  },
  {
    id: "archive/planted-links",
    title: "Links planted in the seat where files of the next save will go",
    from: FROM,
    expects: "The folder is replaced by exactly the files; nothing is written through a link.",
    run: async (ground) => {
      const seat = await ground.attacker();
      const planted = await say(
        seat,
        "rm -rf /workspace/planted /workspace/planted.next; mkdir -p /workspace/planted /root/target; ln -s /root/target /workspace/planted/sub; ln -s /root/target/f /workspace/planted/f; ln -s /root/target /workspace/planted.next; rm -f /root/target/*; echo old > /workspace/planted/sub/probe; cat /root/target/probe; rm /root/target/probe; find /workspace/planted* -type l | wc -l",
      );
      await seat.putFiles("/workspace/planted", [
        { path: "f", content: "new" },
        { path: "sub/g", content: "new" },
      ]);
      const said = await say(
        seat,
        "ls -A /root/target | wc -l; find /workspace/planted -type l | wc -l; cat /workspace/planted/f /workspace/planted/sub/g",
      );
      return judgeClaims(
        { "nothing went through the links, and none is left": said.startsWith("0\n0\n") },
        {
          "before, three links led out, and a write went through one": planted === "old\n3",
          "the files of the save are there": said.endsWith("newnew"),
        },
      );
    },
  },
  {
    id: "archive/out-of-a-folder",
    title: "Links, devices, pipes and sparse files in a folder that is graded",
    from: FROM,
    expects: "Only small regular files of text are taken; nothing else is opened.",
    run: async (ground) => {
      const top = await mkdtemp(path.join(ground.config.DATA_DIR, "folder-"));
      const limits = { fileBytes: MIB, totalBytes: 4 * MIB, files: 50 };
      const claims: Record<string, boolean> = {};
      const kinds: Record<string, (at: string) => Promise<unknown>> = {
        "link to /etc/shadow": (at) => symlink("/etc/shadow", path.join(at, "x")),
        "link out of the folder": (at) => symlink("../..", path.join(at, "x")),
        pipe: (at) => promisify(execFile)("mkfifo", [path.join(at, "x")]),
        "socket or device": (at) =>
          process.getuid?.() === 0
            ? promisify(execFile)("mknod", [path.join(at, "x"), "c", "1", "5"])
            : promisify(execFile)("mkfifo", [path.join(at, "x")]),
        "sparse file of 1 TB": async (at) => {
          const handle = await open(path.join(at, "x"), "w");
          await handle.truncate(1e12).finally(() => handle.close());
        },
        "51 files": async (at) => {
          for (let index = 0; index < 51; index += 1) await writeFile(path.join(at, String(index)), "x");
        },
        "NUL bytes": (at) => writeFile(path.join(at, "x"), "a\0b"),
      };
      for (const [index, [what, make]] of Object.entries(kinds).entries()) {
        const at = path.join(top, String(index));
        await mkdir(at);
        await make(at);
        const code = await codeOf(readFolder(at, limits));
        claims[`${what}: ${code}`] = code === "NOT_ALLOWED_FOR_FILE" || code === "TOO_LARGE";
      }
      const plain = path.join(top, "plain");
      await mkdir(plain);
      await writeFile(path.join(plain, "x"), "text");
      return judgeClaims(claims, {
        "a plain folder is taken": (await codeOf(readFolder(plain, limits))) === "accepted",
      });
    },
  },
  {
    id: "archive/out-of-an-image",
    title: "Links, devices and sparse files in an image, where the grader reads a file",
    from: FROM,
    expects: "A link is not followed, a device is not read, a huge file is cut off.",
    run: async (ground, signal) => {
      const seat = await ground.attacker();
      await sh(seat, "echo machine-of-the-grader > /etc/doctor-mark");
      const made = await sh(
        seat,
        `docker rm -f hostile > /dev/null 2>&1; docker create --name hostile debian:bookworm-slim true > /dev/null
        docker run --name hostile2 debian:bookworm-slim sh -c 'ln -s /etc/doctor-mark /link; ln -s ../../../../../../etc/doctor-mark /up; mkfifo /pipe; truncate -s 3G /sparse; echo fine > /plain'`,
        40_000,
      );
      if (made.exitCode !== 0) throw new Error(made.stderr.slice(-200));
      const engine = new Engine(seat);
      try {
        const read = (name: string) =>
          readImageFile(engine, "hostile2", name, signal).catch((error: unknown) =>
            isAppError(error) ? error.code : `fault ${String(error).slice(0, 60)}`,
          );
        const plain = await read("/plain");
        const claims: Record<string, boolean> = {};
        for (const name of ["/link", "/up", "/pipe", "/../../../../etc/doctor-mark"]) {
          const got = await read(name);
          claims[`${name}: ${String(got).slice(0, 40)}`] = got === null || !got.includes("machine-of");
        }
        const sparse = await read("/sparse");
        claims[`/sparse: ${String(sparse).slice(0, 20)}`] = sparse === "SEAT_LIES" || sparse === null;
        const inside = await sh(seat, "cat /etc/doctor-mark");
        return judgeClaims(claims, {
          "a plain file is read": plain === "fine\n",
          "the links lead to a file that is there": inside.stdout.includes("machine-of"),
        });
      } finally {
        engine.close();
        await sh(seat, "docker rm -f hostile hostile2 > /dev/null 2>&1");
      }
    },
  },
];
