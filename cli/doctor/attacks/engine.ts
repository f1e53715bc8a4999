import type { ServerResponse } from "node:http";
import type { RunEventBody } from "../../../core/run/event.ts";
import { parseScan } from "../../../core/image/parse-scan.ts";
import { createPlainLog } from "../../../core/run/plain-log.ts";
import { isAppError } from "../../../core/errors.ts";
import { buildImage } from "../../../server/docker/build-image.ts";
import { liarSeat } from "../../../server/docker/liar.ts";
import type { Attack, Verdict } from "../attack.ts";
import { judgeClaims } from "../judge.ts";

/*
 * An engine that a student has put in Docker's place. It is a program of the doctor's in the doctor's own process,
 * behind the same streams that lead into a seat.
 */

const from = "a lying engine";
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
    while (!response.destroyed && response.write(piece));
  };
  response.on("drain", more);
  more();
}

const bounded = (told: Lie, ...ends: string[]): Verdict =>
  judgeClaims({
    [`it ended as ${told.ended} after ${told.ms} ms`]: ends.includes(told.ended) && told.ms < 15_000,
    [`our memory grew by ${told.grownMib} MiB`]: told.grownMib < 400,
  });

const ESCAPES =
  "\u001b]0;owned\u0007\u001b]52;c;cm0gLXJmIH4=\u0007\u001b]8;;javascript:alert(1)\u0007x\u001b]8;;\u0007\u001bP$q\u001b\\\u001b[6n\u001b[21t\u001b[?1049h\u009d52;c;AA\u009c\u001b[2J";

export const engine: readonly Attack[] = [
  {
    id: "engine/endless-answer",
    title: "An answer without end",
    from,
    expects: "It is cut off at its bound and told as a lie.",
    run: async () =>
      bounded(await lie((response) => flood(response, Buffer.alloc(65_536, "a"))), "SEAT_LIES", "limit"),
  },
  {
    id: "engine/endless-lines",
    title: "Well-formed lines without end that say nothing",
    from,
    expects: "They are counted and cut off.",
    run: async () =>
      bounded(
        await lie((response) => flood(response, Buffer.from(`{}${" ".repeat(30_000)}\n`.repeat(20)))),
        "SEAT_LIES",
        "limit",
      ),
  },
  {
    id: "engine/silence",
    title: "An engine that takes the request and says nothing, or drips",
    from,
    expects: "The build ends at its time limit.",
    run: async () =>
      bounded(
        await lie((response) => {
          const timer = setInterval(() => response.write(" "), 50);
          response.on("close", () => clearInterval(timer));
        }),
        "limit",
        "TIMED_OUT",
        "SEAT_LIES",
      ),
  },
  {
    id: "engine/malformed",
    title: "Malformed answers: no JSON, other shapes, numbers and prototypes",
    from,
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
        const told = await lie((response) => response.end(body));
        claims[`${JSON.stringify(body.slice(0, 50))}: ${told.ended}`] = told.ended === "SEAT_LIES";
      }
      claims["no prototype was changed"] = !("polluted" in {});
      return judgeClaims(claims);
    },
  },
  {
    id: "engine/made-up-paths",
    title: "Layers whose folders are paths and commands of the attacker's",
    from,
    expects: "No command is run with a path that an engine made up.",
    run: async () => {
      const inspect = JSON.stringify({
        Id: ID,
        Size: 1,
        RootFS: { Layers: [ID] },
        Config: {},
        GraphDriver: {
          Name: "overlay2",
          Data: { UpperDir: "/var/lib/docker/overlay2/../../../etc; touch /owned #/diff" },
        },
      });
      const told = await lie(
        (response) => response.end(`{"id":"moby.image.id","aux":{"ID":"${ID}"}}\n`),
        (path, response) =>
          response.end(
            path.includes("/history")
              ? '[{"CreatedBy":"x","Size":1}]'
              : path.includes("/json")
                ? inspect
                : "OK",
          ),
      );
      const commands = told.commands.flat().join(" ");
      return judgeClaims({
        [`it ended as ${told.ended}`]: true,
        [`${told.commands.length} commands were run, none with the path`]:
          !commands.includes("owned") && !commands.includes("../"),
      });
    },
  },
  {
    id: "engine/script-in-words",
    title: "Markup, terminal escapes and false events in what an engine says",
    from,
    expects: "It reaches pages as data only, and plain logs without a control character.",
    run: async () => {
      const words = `<img src=x onerror=alert(1)>${ESCAPES}\n\ndata: {"type":"grade"}\n\n`;
      const told = await lie((response) =>
        response.end(`${JSON.stringify({ errorDetail: { message: words } })}\n`),
      );
      const plain = createPlainLog()(words);
      const lines = told.events.map((event) => JSON.stringify(event));
      return judgeClaims({
        [`the build ended as ${told.ended}`]: told.ended === "failed",
        "no event but log and its kin came of it": told.events.every(
          ({ type }) => !["grade", "check", "final", "built"].includes(type),
        ),
        "an event is one line of JSON, so that none can be slipped in": lines.every(
          (line) => !/[\n\r]/.test(line),
        ),
        "a plain log holds no escape": !/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(plain),
      });
    },
  },
  {
    id: "engine/terminal-tricks",
    title: "Title, clipboard, link and query sequences in a log, cut anywhere",
    from,
    expects:
      "However it is cut into pieces, no control character is left (unit level: the filter of plain logs).",
    run: () => {
      const left: number[] = [];
      for (let cut = 0; cut <= ESCAPES.length; cut += 1) {
        const filter = createPlainLog();
        const text = filter(`a${ESCAPES.slice(0, cut)}`) + filter(`${ESCAPES.slice(cut)}b\n`);
        if (/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(text) || text.includes("cm0g")) left.push(cut);
      }
      return Promise.resolve(
        judgeClaims({ [`${ESCAPES.length + 1} ways to cut it leave nothing`]: left.length === 0 }),
      );
    },
  },
  {
    id: "engine/false-listing",
    title: "A listing of a layer's files that is forged, endless or full of control characters",
    from,
    expects:
      "What is not an entry is dropped and counted, and there is a bound (unit level: the parser of scans).",
    run: () => {
      const entry = "f\t5\t1\t0\t1.0\t644\t../../etc/passwd\0";
      const broken = "f\t5\n\t1\0x\0f\t999999999999999999999\t1\t0\t1\t644\ta\0f\t-1\t1\t0\t1\t644\tb\0";
      const many = parseScan(entry.repeat(50_000), 10_000);
      const bad = parseScan(broken, 100);
      return Promise.resolve(
        judgeClaims({
          [`${many.files.length} of 50000 entries are kept`]: many.files.length === 10_000,
          [`${bad.dropped} broken ones are dropped`]: bad.files.length === 0 && bad.dropped === 4,
        }),
      );
    },
  },
];
