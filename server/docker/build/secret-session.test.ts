import http2 from "node:http2";
import type { Duplex } from "node:stream";
import protobuf from "protobufjs/minimal.js";
import { describe, expect, it } from "vitest";
import { liarSeat } from "../../../testing/engines/liar.ts";
import { duplexPair } from "../duplex-pair.ts";
import { openSecretSession } from "./secret-session.ts";

const GET = "/moby.buildkit.secrets.v1.Secrets/GetSecret";
const secrets = new Map([["weights_key", Buffer.from("open sesame\n")]]);

/** An engine that takes the connection over, says `head`, and is from then on the one who asks. */
function engineSaying(head: string): { seat: ReturnType<typeof liarSeat>; client: Promise<Duplex> } {
  const [ours, theirs] = duplexPair();
  const client = new Promise<Duplex>((resolve) => {
    theirs.once("data", (asked: Buffer) => {
      if (!asked.toString().startsWith("POST /session HTTP/1.1\r\n")) return;
      theirs.write(head);
      theirs.pause();
      resolve(theirs);
    });
  });
  return { seat: { ...liarSeat(() => undefined), dial: () => Promise.resolve(ours) }, client };
}

const frame = (message: Uint8Array): Buffer => {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
};
const question = (id: string): Buffer =>
  frame(protobuf.Writer.create().uint32(10).string(id).uint32(18).bytes(Buffer.from("x")).finish());

/** What comes back: the message without the five bytes before it, and the status of gRPC. */
function ask(client: http2.ClientHttp2Session, path: string, body: Buffer) {
  return new Promise<{ status: unknown; message: string }>((resolve, reject) => {
    const stream = client.request({ ":method": "POST", ":path": path, "content-type": "application/grpc" });
    let status: unknown;
    const tell = (headers: http2.IncomingHttpHeaders) => (status = headers["grpc-status"] ?? status);
    const chunks: Buffer[] = [];
    stream.on("response", tell).on("trailers", tell);
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("end", () =>
      resolve({ status, message: Buffer.concat(chunks).subarray(5).toString("latin1") }),
    );
    stream.on("error", reject);
    stream.end(body);
  });
}

describe("a session for secrets", () => {
  it("gives a secret to the builder that asks for it, remembers that, and answers nothing else", async () => {
    const { seat, client: dialled } = engineSaying(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n",
    );
    const session = await openSecretSession(seat, secrets, AbortSignal.timeout(30_000));
    const stream = await dialled;
    const client = http2.connect("http://docker", { createConnection: () => stream });
    client.on("error", () => undefined);
    expect(session.asked.size).toBe(0);
    expect(await ask(client, "/grpc.health.v1.Health/Check", frame(Buffer.alloc(0)))).toEqual({
      status: "0",
      message: "\u0008\u0001",
    });
    expect(await ask(client, GET, question("other"))).toMatchObject({ status: "5", message: "" });
    expect(await ask(client, GET, Buffer.from("nonsense that is no message"))).toMatchObject({ status: "5" });
    expect(await ask(client, "/moby.filesync.v1.FileSync/DiffCopy", question("weights_key"))).toMatchObject({
      status: "12",
      message: "",
    });
    expect(session.asked.size).toBe(0);
    const answer = await ask(client, GET, question("weights_key"));
    expect(answer).toEqual({ status: "0", message: "\n\u000copen sesame\n" });
    expect([...session.asked]).toEqual(["weights_key"]);
    session.close();
    client.destroy();
    expect(stream.destroyed).toBe(true);
  });

  it("ends a question that never ends", async () => {
    const { seat, client: dialled } = engineSaying("HTTP/1.1 101 Switching Protocols\r\n\r\n");
    const session = await openSecretSession(seat, secrets, AbortSignal.timeout(30_000));
    const stream = await dialled;
    const client = http2.connect("http://docker", { createConnection: () => stream });
    client.on("error", () => undefined);
    await expect(ask(client, GET, Buffer.alloc(200_000, 1))).rejects.toThrow();
    session.close();
    client.destroy();
  });

  it("does not begin with an engine that refuses, or that never comes to an end of its answer", async () => {
    const refused = engineSaying("HTTP/1.1 404 Not Found\r\n\r\n");
    await expect(openSecretSession(refused.seat, secrets, AbortSignal.timeout(30_000))).rejects.toMatchObject(
      {
        code: "SEAT_LIES",
      },
    );
    const endless = engineSaying("x".repeat(20_000));
    await expect(openSecretSession(endless.seat, secrets, AbortSignal.timeout(30_000))).rejects.toMatchObject(
      {
        code: "SEAT_LIES",
      },
    );
    const silent = engineSaying("HTTP/1.1 101");
    await expect(openSecretSession(silent.seat, secrets, AbortSignal.timeout(100))).rejects.toThrow(
      /abort|timeout/i,
    );
  });
});
