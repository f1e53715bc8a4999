import protobuf from "protobufjs/minimal.js";

/**
 * What BuildKit says of a build, as far as Drydock reads it: moby.buildkit.v1.StatusResponse of BuildKit's
 * control.proto. Times are milliseconds since 1970.
 */
export interface BuildTrace {
  readonly vertexes: readonly TraceVertex[];
  readonly statuses: readonly TraceStatus[];
  readonly logs: readonly TraceLog[];
  readonly warnings: readonly string[];
}

export interface TraceVertex {
  readonly digest: string;
  readonly name: string;
  readonly cached: boolean;
  readonly startedAt: number | null;
  readonly completedAt: number | null;
  readonly error: string;
}

/** Progress of a part of a vertex: a download, an export. */
export interface TraceStatus {
  readonly id: string;
  readonly vertex: string;
  readonly name: string;
  readonly current: number;
  readonly total: number;
  readonly startedAt: number | null;
  readonly completedAt: number | null;
}

export interface TraceLog {
  readonly vertex: string;
  readonly at: number | null;
  readonly bytes: Uint8Array;
}

/** BuildKit tells ten times a second what is new: a few hundred parts. An empty one takes two bytes. */
const MOST_PARTS = 20_000;

/** Names and digests are labels for people: longer ones are cut. */
const LONGEST_TEXT = 4000;

/** Decodes one message; null when it is none. Never throws: the bytes come from a seat. */
export function decodeTrace(bytes: Uint8Array): BuildTrace | null {
  const trace = {
    vertexes: [] as TraceVertex[],
    statuses: [] as TraceStatus[],
    logs: [] as TraceLog[],
    warnings: [] as string[],
  };
  try {
    let parts = 0;
    readFields(bytes, (field, reader) => {
      if (++parts > MOST_PARTS) throw new Error("more parts than a build has");
      if (field === 1) trace.vertexes.push(readVertex(reader.bytes()));
      else if (field === 2) trace.statuses.push(readStatus(reader.bytes()));
      else if (field === 3) trace.logs.push(readLog(reader.bytes()));
      else if (field === 4) trace.warnings.push(readWarning(reader.bytes()));
      else return false;
      return true;
    });
    return trace;
  } catch {
    return null;
  }
}

type Visit = (field: number, reader: protobuf.Reader) => boolean;

/** Walks the fields of one message; what `visit` does not take is skipped. */
function readFields(bytes: Uint8Array, visit: Visit): void {
  const reader = protobuf.Reader.create(bytes);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    const wireType = tag & 7;
    // Groups nest without bound and are not used by BuildKit.
    if (wireType === 3 || wireType === 4 || tag >>> 3 === 0) throw new Error("not a status message");
    if (!visit(tag >>> 3, reader)) reader.skipType(wireType);
  }
}

function readVertex(bytes: Uint8Array): TraceVertex {
  let [digest, name, error] = ["", "", ""];
  let cached = false;
  let startedAt: number | null = null;
  let completedAt: number | null = null;
  readFields(bytes, (field, reader) => {
    if (field === 1) digest = text(reader);
    else if (field === 3) name = text(reader);
    else if (field === 4) cached = reader.bool();
    else if (field === 5) startedAt = readTime(reader.bytes());
    else if (field === 6) completedAt = readTime(reader.bytes());
    else if (field === 7) error = text(reader);
    else return false;
    return true;
  });
  return { digest, name, cached, startedAt, completedAt, error };
}

function readStatus(bytes: Uint8Array): TraceStatus {
  let [id, vertex, name] = ["", "", ""];
  let [current, total] = [0, 0];
  let startedAt: number | null = null;
  let completedAt: number | null = null;
  readFields(bytes, (field, reader) => {
    if (field === 1) id = text(reader);
    else if (field === 2) vertex = text(reader);
    else if (field === 3) name = text(reader);
    else if (field === 4) current = whole(reader);
    else if (field === 5) total = whole(reader);
    else if (field === 7) startedAt = readTime(reader.bytes());
    else if (field === 8) completedAt = readTime(reader.bytes());
    else return false;
    return true;
  });
  return { id, vertex, name: name === "" ? id : name, current, total, startedAt, completedAt };
}

function readLog(bytes: Uint8Array): TraceLog {
  let vertex = "";
  let at: number | null = null;
  let content: Uint8Array = new Uint8Array();
  readFields(bytes, (field, reader) => {
    if (field === 1) vertex = text(reader);
    else if (field === 2) at = readTime(reader.bytes());
    else if (field === 4) content = reader.bytes();
    else return false;
    return true;
  });
  return { vertex, at, bytes: content };
}

function readWarning(bytes: Uint8Array): string {
  let short = "";
  readFields(bytes, (field, reader) => {
    if (field !== 3) return false;
    short = text(reader);
    return true;
  });
  return short;
}

/** google.protobuf.Timestamp in milliseconds; null for a time that no clock shows. */
function readTime(bytes: Uint8Array): number | null {
  let [seconds, nanos] = [0, 0];
  readFields(bytes, (field, reader) => {
    if (field === 1) seconds = whole(reader);
    else if (field === 2) nanos = reader.int32();
    else return false;
    return true;
  });
  const ms = seconds * 1000 + nanos / 1e6;
  return ms > 0 && ms < 8.64e15 ? ms : null;
}

const utf8 = new TextDecoder();

function text(reader: protobuf.Reader): string {
  return utf8.decode(reader.bytes().subarray(0, LONGEST_TEXT));
}

/** int64 as a number; beyond 2^53 it is no size of anything here. */
function whole(reader: protobuf.Reader): number {
  const value = Number(reader.int64());
  return Number.isSafeInteger(value) && value >= 0 ? value : 0;
}
