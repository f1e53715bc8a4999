import { type Header, pack } from "tar-stream";
import { isAppError } from "../../core/errors.ts";
import { Engine } from "../../server/docker/engine.ts";
import { readImageFile } from "../../server/grading/read-image-file.ts";
import { liarSeat } from "../../testing/engines/liar.ts";
import type { Attack } from "../attack.ts";
import { judgeClaims } from "../judge.ts";

export const forgedArchives: readonly Attack[] = [
  {
    id: "archive/lying-engine",
    title:
      "An archive of an engine's own making where the grader reads a file: links, `..`, false lengths, no end",
    from: "a lying engine",
    expects:
      "Only the bytes of a small regular file are taken; a link, a device or a lie of the length is none.",
    run: async () => {
      const claims: Record<string, boolean> = {};
      const control: Record<string, boolean> = {};
      const outside = "machine-of-the-grader";
      for (const [what, { bytes, endless = false, fine = false }] of Object.entries(
        await forgeries(outside),
      )) {
        const seat = liarSeat((request, response) => {
          response.on("error", () => undefined);
          response.setHeader(
            "X-Docker-Container-Path-Stat",
            Buffer.from('{"name":"x","size":5,"mode":420}').toString("base64"),
          );
          response.write(bytes);
          if (!endless) response.end();
          else {
            const more = () => {
              while (!response.destroyed && response.write(Buffer.alloc(65_536, "x")));
            };
            response.on("drain", more);
            more();
          }
          request.resume();
        });
        const engine = new Engine(seat);
        const begun = performance.now();
        const got = await readImageFile(engine, "hostile", "/x", AbortSignal.timeout(15_000)).catch(
          (error: unknown) => (isAppError(error) ? error.code : `fault ${String(error).slice(0, 60)}`),
        );
        engine.close();
        const ms = Math.round(performance.now() - begun);
        if (fine) control[`${what}: ${String(got).trim()}`] = got === "fine\n";
        else
          claims[`${what}: ${String(got).trim().slice(0, 20)} after ${ms} ms`] =
            (got === null || !got.includes(outside)) && !String(got).startsWith("fault") && ms < 12_000;
      }
      return judgeClaims(claims, control);
    },
  },
];

interface Forgery {
  readonly bytes: Buffer;
  /** Goes on for ever after these. */
  readonly endless?: boolean;
  /** The control: an archive as it should be. */
  readonly fine?: boolean;
}

async function forgeries(outside: string): Promise<Readonly<Record<string, Forgery>>> {
  const tar = async (header: Partial<Header> & { readonly name: string }, content = ""): Promise<Buffer> => {
    const archive = pack();
    archive.entry({ size: Buffer.byteLength(content), ...header }, content);
    archive.finalize();
    const chunks: Buffer[] = [];
    for await (const chunk of archive as AsyncIterable<Buffer>) chunks.push(chunk);
    return Buffer.concat(chunks);
  };
  const plain = await tar({ name: "x" }, "fine\n");
  /** A header whose length is another than that of what follows; its sum is made anew. */
  const relabelled = (size: string) => {
    const bytes = Buffer.from(plain);
    bytes.write(size, 124, 12, "latin1");
    bytes.fill(" ", 148, 156);
    const sum = bytes.subarray(0, 512).reduce((all, one) => all + one, 0);
    bytes.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, 8, "latin1");
    return bytes;
  };
  return {
    "a plain file": { bytes: plain, fine: true },
    "a link": { bytes: await tar({ name: "x", type: "symlink", linkname: `/${outside}` }) },
    "a hard link": { bytes: await tar({ name: "x", type: "link", linkname: `/${outside}` }) },
    "a device": { bytes: await tar({ name: "x", type: "character-device", devmajor: 1, devminor: 5 }) },
    "a pipe": { bytes: await tar({ name: "x", type: "fifo" }) },
    "a folder": { bytes: await tar({ name: "x", type: "directory" }) },
    "a name with dots": { bytes: await tar({ name: `../../${outside}` }, "own") },
    "8 GB by its header": { bytes: relabelled("77777777777\0") },
    "a negative length": { bytes: relabelled("-0000000001\0") },
    "8 GB that really come": { bytes: relabelled("77777777777\0").subarray(0, 517), endless: true },
    "no archive": { bytes: Buffer.from("nonsense".repeat(200)) },
    "headers without end": { bytes: Buffer.from("x"), endless: true },
    nothing: { bytes: Buffer.alloc(0) },
  };
}
