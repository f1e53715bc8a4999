import { createSocket, type Socket } from "node:dgram";
import { ADDRESS, HOSTS, TURNED_INSIDE } from "./names.ts";

const HEADER_BYTES = 12;
const TYPE_A = 1;
const NO_SUCH_NAME = 3;

/** The name server of the tiny internet: IPv4 addresses of its few names, and no such name for all others. */
export function serveNames(): Promise<Socket> {
  const socket = createSocket("udp4", (query, from) => {
    const answer = answerName(query);
    if (answer !== null) socket.send(answer, from.port, from.address);
  });
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.bind(53, ADDRESS, () => resolve(socket));
  });
}

function answerName(query: Buffer): Buffer | null {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = query[at]; length !== undefined && length > 0; length = query[at]) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length).toLowerCase());
    at += 1 + length;
  }
  const end = at + 5;
  if (query.length < end) return null;
  const address = addressOf(labels.join("."));
  const wanted = query.readUInt16BE(at + 1) === TYPE_A && address !== null;
  const header = Buffer.alloc(HEADER_BYTES);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180 | (address === null ? NO_SUCH_NAME : 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(wanted ? 1 : 0, 6);
  const question = query.subarray(HEADER_BYTES, end);
  if (!wanted) return Buffer.concat([header, question]);
  const record = Buffer.alloc(16);
  record.writeUInt16BE(0xc00c, 0);
  record.writeUInt16BE(TYPE_A, 2);
  record.writeUInt16BE(1, 4);
  record.writeUInt32BE(60, 6);
  record.writeUInt16BE(4, 10);
  record.set(address.split(".").map(Number), 12);
  return Buffer.concat([header, question, record]);
}

function addressOf(name: string): string | null {
  if (name === TURNED_INSIDE.name) return TURNED_INSIDE.address;
  return (Object.values(HOSTS) as string[]).includes(name) ? ADDRESS : null;
}
