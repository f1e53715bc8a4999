import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { putUpListener } from "./put-up-listener.ts";

/*
 * In a network of its own, whose only other address is the argument: a listener on all addresses, as HOST=0.0.0.0
 * makes it, but with the one student of a site without a class, and what it answers to a connection from that other
 * address. Prints a line "held: ..." or "through: ..." for each, and "works: ..." or
 * "broken: ..." for the control.
 */
const [, , outside = ""] = process.argv;
const dataDir = await mkdtemp(path.join(tmpdir(), "drydock-outside-"));
const listener = await putUpListener(dataDir, {}, "0.0.0.0");

async function ask(address: string, headers: readonly string[]): Promise<string> {
  const socket = connect({ port: listener.port, host: address, localAddress: address });
  socket.setTimeout(10_000, () => socket.destroy());
  socket.write(`${["GET /api/x HTTP/1.1", ...headers, "Connection: close"].join("\r\n")}\r\n\r\n`);
  let answer = "";
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}

const say = (holds: boolean, what: string) => console.log(`${holds ? "held" : "through"}: ${what}`);
const { port } = listener;
const own = await ask("127.0.0.1", [`Host: localhost:${port}`]);
console.log(
  `${own.includes("came in as student") ? "works" : "broken"}: from the computer itself one comes in`,
);
for (const host of [
  "localhost",
  "127.0.0.1",
  "[::1]",
  "0.0.0.0",
  "8000-x.localhost",
  outside,
  "course.example.org",
]) {
  const answer = await ask(outside, [
    `Host: ${host}:${port}`,
    "X-Drydock-Home: 1",
    "X-Forwarded-For: 127.0.0.1",
  ]);
  const plain = await ask(outside, [`Host: ${host}:${port}`]);
  for (const text of [answer, plain])
    say(/^HTTP\/1\.1 4(?:01|21)/.test(text), `from outside as ${host}: ${text.split("\r\n")[0] ?? ""}`);
}
await listener.close();
await rm(dataDir, { recursive: true, force: true });
