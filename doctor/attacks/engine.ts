import type { ServerResponse } from "node:http";
import { isAppError } from "../../core/errors.ts";
import { parseScan } from "../../core/image/parse-scan.ts";
import type { RunEventBody } from "../../core/run/event.ts";
import { createPlainLog } from "../../core/run/plain-log.ts";
import { buildImage } from "../../server/docker/build-image.ts";
import { liarSeat } from "../../testing/engines/liar.ts";
import type { Attack, Control, Verdict } from "../attack.ts";
import { judgeClaims } from "../judge.ts";

/*
 * An engine that a student has put in Docker's place. It is a program of the doctor's in the doctor's own process,
 * behind the same streams that lead into a seat.
 */

const FROM = "a lying engine";
const MIB = 1024 ** 2;
const ID = `sha256:${"a".repeat(64)}`;

interface Lie {
  readonly ended: string;
  readonly ms: number;
  readonly grownMib: number;
  readonly events: readonly RunEventBody[];
  readonly commands: readonly (readonly string[])[];
}

/** Builds on an engine that answers a build by `answer`, and anything else by `other`. */
async function lie(
  answer: (response: ServerResponse) => void,
  other: (path: string, response: ServerResponse) => void = (_path, response) => response.end("OK"),
): Promise<Lie> {
  const events: RunEventBody[] = [];
  const begun = performance.now();
  const before = process.memoryUsage().rss;
  const seat = liarSeat((request, response) => {
    request.resume();
    response.on("error", () => undefined);
    if (request.url?.startsWith("/build") === true) answer(response);
    else other(request.url ?? "", response);
  });
  const ended = await buildImage(seat, {
    files: [{ path: "Dockerfile", content: "FROM a\nRUN x\n" }],
    tag: "doctor:1",
    limits: { logBytes: MIB, seconds: 4 },
    signal: AbortSignal.timeout(20_000),
    emit: (event) => events.push(event),
  }).then(
    (outcome) => outcome.status,
    (error: unknown) => (isAppError(error) ? error.code : `fault: ${String(error).slice(0, 100)}`),
  );
  const grown = process.memoryUsage().rss - before;
  return {
    ended,
    ms: Math.round(performance.now() - begun),
    grownMib: Math.max(0, Math.round(grown / MIB)),
    events,
    commands: seat.commands,
  };
}

/** Writes as fast as it is taken, without end. */
function flood(response: ServerResponse, piece: Buffer): void {
  const more = () => {
    for (let room = true; room && !response.destroyed; sent += piece.length) room = response.write(piece);
  };
  response.on("drain", more);
  more();
}

/** Bytes of the last flood; but for the last piece, all were taken. */
let sent = 0;

/** An engine with one image of one layer in this folder. */
function answerInOrder(folder: string): (path: string, response: ServerResponse) => void {
  const inspect = JSON.stringify({
    Id: ID,
    Size: 1,
    RootFS: { Layers: [ID] },
    Config: {},
    GraphDriver: { Name: "overlay2", Data: { UpperDir: folder } },
  });
  return (path, response) =>
    response.end(
      path.includes("/history") ? '[{"CreatedBy":"x","Size":1}]' : path.includes("/json") ? inspect : "OK",
    );
}

/** The control of every lie: an engine that says plainly that a build has failed is believed. */
async function honest(): Promise<Control> {
  const told = await lie((response) => response.end('{"errorDetail":{"message":"plainly"}}\n'));
  return {
    "what an honest engine says is believed":
      told.ended === "failed" && JSON.stringify(told.events).includes("plainly"),
  };
}

const bounded = async (told: Lie, ends: readonly string[], control: Control): Promise<Verdict> =>
  judgeClaims(
    {
      [`it ended as ${told.ended} after ${told.ms} ms`]: ends.includes(told.ended) && told.ms < 15_000,
      [`our memory grew by ${told.grownMib} MiB`]: told.grownMib < 400,
    },
    { ...control, ...(await honest()) },
  );

async function flooded(answer: (response: ServerResponse) => void): Promise<Verdict> {
  sent = 0;
  const told = await lie(answer);
  const mib = Math.round(sent / MIB);
  return bounded(told, ["SEAT_LIES", "limit"], { [`${mib} MiB of it were taken first`]: mib > 1 });
}

const ESCAPES =
  "\u001b]0;owned\u0007\u001b]52;c;cm0gLXJmIH4=\u0007\u001b]8;;javascript:alert(1)\u0007x\u001b]8;;\u0007\u001bP$q\u001b\\\u001b[6n\u001b[21t\u001b[?1049h\u009d52;c;AA\u009c\u001b[2J";

export const engine: readonly Attack[] = [
  {
    id: "engine/endless-answer",
    title: "An answer without end",
    from: FROM,
    expects: "It is cut off at its bound and told as a lie.",
    run: async () => flooded((response) => flood(response, Buffer.alloc(65_536, "a"))),
  },
  {
    id: "engine/endless-lines",
    title: "Well-formed lines without end that say nothing",
    from: FROM,
    expects: "They are counted and cut off.",
    run: async () =>
      flooded((response) => flood(response, Buffer.from(`{}${" ".repeat(30_000)}\n`.repeat(20)))),
  },
  {
    id: "engine/silence",
    title: "An engine that takes the request and says nothing, or drips",
    from: FROM,
    expects: "The build ends at its time limit.",
    run: async () => {
      const told = await lie((response) => {
        const timer = setInterval(() => response.write(" "), 50);
        response.on("close", () => clearInterval(timer));
      });
      return bounded(told, ["limit", "TIMED_OUT", "SEAT_LIES"], {
        [`it was silent for ${told.ms} ms`]: told.ms > 3_000,
      });
    },
  },
  {
    id: "engine/malformed",
    title: "Malformed answers: no JSON, other shapes, numbers and prototypes",
    from: FROM,
    expects: "None is believed; each is told as a lie.",
    run: async () => {
      const claims: Record<string, boolean> = {};
      for (const body of [
        "nonsense\n",
        '{"aux": 7}\n',
        '{"id":"moby.image.id","aux":{"ID":"../../etc/passwd"}}\n',
        '{"__proto__":{"polluted":true},"id":"moby.image.id","aux":{"ID":7}}\n',
        `{"id":"moby.image.id","aux":{"ID":"${ID}; reboot"}}\n`,
        "\u0000\u0001\u0002\n",
      ]) {
        // Whatever it is asked for afterwards it answers in order: nothing but this lie gives it away.
        const told = await lie((response) => response.end(body), answerInOrder("/var/lib/docker/overlay2"));
        claims[`${JSON.stringify(body.slice(0, 50))}: ${told.ended}`] = told.ended === "SEAT_LIES";
      }
      claims["no prototype was changed"] = !("polluted" in {});
      return judgeClaims(claims, await honest());
    },
  },
  {
    id: "engine/made-up-paths",
    title: "Layers whose folders are paths and commands of the attacker's",
    from: FROM,
    expects: "No command is run with a path that an engine made up.",
    run: async () => {
      const claiming = (folder: string) =>
        lie(
          (response) => response.end(`{"id":"moby.image.id","aux":{"ID":"${ID}"}}\n`),
          answerInOrder(folder),
        );
      const told = await claiming("/var/lib/docker/overlay2/../../../etc; touch /owned #/diff");
      const commands = told.commands.flat().join(" ");
      const layer = `/var/lib/docker/overlay2/${"b".repeat(64)}`;
      const true_ = await claiming(`${layer}/diff`);
      return judgeClaims(
        {
          [`it ended as ${told.ended}; of ${told.commands.length} commands none has the path`]:
            !commands.includes("owned") && !commands.includes("../"),
        },
        { "a command is run with a path that can be one": true_.commands.flat().join(" ").includes(layer) },
      );
    },
  },
  {
    id: "engine/script-in-words",
    title: "Markup, terminal escapes and false events in what an engine says",
    from: FROM,
    expects: "It reaches pages as data only, and plain logs without a control character.",
    run: async () => {
      const words = `<img src=x onerror=alert(1)>${ESCAPES}\n\ndata: {"type":"grade"}\n\n`;
      const told = await lie((response) =>
        response.end(`${JSON.stringify({ errorDetail: { message: words } })}\n`),
      );
      const plain = createPlainLog()(words);
      const lines = told.events.map((event) => JSON.stringify(event));
      return judgeClaims(
        {
          "no event but log and its kin came of it": told.events.every(
            ({ type }) => !["grade", "check", "final", "built"].includes(type),
          ),
          "an event is one line of JSON, so that none can be slipped in": lines.every(
            (line) => !/[\n\r]/.test(line),
          ),
          "a plain log holds no escape": !/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(plain),
        },
        {
          [`its words were taken: the build ended as ${told.ended}`]:
            told.ended === "failed" && plain.includes("onerror"),
          "there were escapes in them": /\u001b/.test(words),
        },
      );
    },
  },
  {
    id: "engine/terminal-tricks",
    title: "Title, clipboard, link and query sequences in a log, cut anywhere",
    from: FROM,
    expects:
      "However it is cut into pieces, no control character is left (unit level: the filter of plain logs).",
    run: () => {
      const left: number[] = [];
      let whole = 0;
      for (let cut = 0; cut <= ESCAPES.length; cut += 1) {
        const filter = createPlainLog();
        const text = filter(`a${ESCAPES.slice(0, cut)}`) + filter(`${ESCAPES.slice(cut)}b\n`);
        if (text.startsWith("a") && text.endsWith("b\n")) whole += 1;
        if (/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(text) || text.includes("cm0g")) left.push(cut);
      }
      return Promise.resolve(
        judgeClaims(
          { [`${ESCAPES.length + 1} ways to cut it leave nothing`]: left.length === 0 },
          {
            [`the words around it are left ${whole} times`]: whole > 0,
            "there is something to be taken out": /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(ESCAPES),
          },
        ),
      );
    },
  },
  {
    id: "engine/false-listing",
    title: "A listing of a layer's files that is forged, endless or full of control characters",
    from: FROM,
    expects:
      "What is not an entry is dropped and counted, and there is a bound (unit level: the parser of scans).",
    run: () => {
      const entry = "f\t5\t1\t0\t1.0\t644\t../../etc/passwd\0";
      const broken = "f\t5\n\t1\0x\0f\t999999999999999999999\t1\t0\t1\t644\ta\0f\t-1\t1\t0\t1\t644\tb\0";
      const many = parseScan(entry.repeat(50_000), 10_000);
      const bad = parseScan(broken, 100);
      return Promise.resolve(
        judgeClaims(
          {
            [`${many.files.length} of 50000 entries are kept`]: many.files.length === 10_000,
            [`${bad.dropped} broken ones are dropped`]: bad.files.length === 0 && bad.dropped === 4,
          },
          { "an entry that is in order is kept": parseScan(entry, 10).files.length === 1 },
        ),
      );
    },
  },
];
