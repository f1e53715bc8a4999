import type { IncomingMessage, ServerResponse } from "node:http";
import type { Attack } from "../attack.ts";
import { judgeClaims } from "../judge.ts";
import { openApps } from "./puppet-apps.ts";
import { ask } from "./web-client.ts";

type Engine = (request: IncomingMessage, response: ServerResponse) => void;

const MIB = 1024 ** 2;
const ID = "a".repeat(64);
const HOSTILE = "<img src=x onerror=alert(1)>\u001b]0;owned\u0007\u001b[2J\u202e\"'\n\u0000";

const listed = (more: object = {}) => ({
  Id: ID,
  Names: ["/plain"],
  Image: "debian",
  State: "running",
  Status: "Up 1 second",
  Labels: {},
  Ports: [],
  ...more,
});

/** What an engine says when it is asked what runs, and what the site may make of it. */
const lies: Readonly<Record<string, Engine>> = {
  "10,000 containers": (_request, response) =>
    response.end(JSON.stringify(Array.from({ length: 10_000 }, (_, at) => listed({ Names: [`/c${at}`] })))),
  "40 MB": (_request, response) => {
    response.on("error", () => undefined);
    for (let at = 0; at < 40; at += 1) response.write(Buffer.alloc(MIB, " "));
    response.end("[]");
  },
  "no JSON": (_request, response) => response.end("<html>"),
  "JSON 100,000 deep": (_request, response) => response.end("[".repeat(100_000)),
  "an id with dots": (_request, response) => response.end(JSON.stringify([listed({ Id: "../../x" })])),
  "ports that are none": (_request, response) =>
    response.end(
      JSON.stringify([listed({ Ports: [{ PrivatePort: 1e9, PublicPort: -1, Type: "javascript:" }] })]),
    ),
  "50,000 ports": (_request, response) =>
    response.end(
      JSON.stringify([
        listed({
          Ports: Array.from({ length: 50_000 }, (_, at) => ({ PrivatePort: 1 + (at % 65_000), Type: "tcp" })),
        }),
      ]),
    ),
  "a prototype": (_request, response) =>
    response.end(`[{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}]`),
  "a letter a second": (_request, response) => {
    response.write("[");
    const drip = setInterval(() => response.write(" "), 1000);
    response.on("close", () => clearInterval(drip));
  },
};

/** An engine with one container, as it is asked by the panel. */
function answerTruly(request: IncomingMessage, response: ServerResponse): void {
  const path = (request.url ?? "").replace(/^\/v[\d.]+/, "").split("?", 1)[0] ?? "";
  if (path === "/containers/json")
    response.end(JSON.stringify([listed({ Status: "Up 2 minutes (healthy)" })]));
  else if (path === "/networks") response.end("[]");
  else if (path === "/volumes") response.end(`{"Volumes":[]}`);
  else if (path === `/containers/${ID}/json`)
    response.end(`{"State":{"Health":{"Status":"healthy","Log":[]}}}`);
  else response.writeHead(404).end("{}");
}

/** The same, but for one question. */
function lying(about: string, lie: Engine): Engine {
  return (request, response) => {
    const isAsked = (request.url ?? "").replace(/^\/v[\d.]+/, "").split("?", 1)[0] === about;
    (isAsked ? lie : answerTruly)(request, response);
  };
}

export const engineClaims: readonly Attack[] = [
  {
    id: "engine/app-panel",
    title:
      "What an engine claims to run: thousands, markup, escapes, ports that are none, answers without end",
    from: "a lying engine",
    expects: "The panel gets a bounded list of plain data, or words that say that there is none.",
    seconds: 90,
    run: async (ground) => {
      const claims: Record<string, boolean> = {};
      const asks = async (engine: Engine) => {
        const { site, student } = await openApps(ground, engine);
        const begun = performance.now();
        const answer = await ask(site, { path: "/api/seat/containers", student });
        return { ...answer, ms: Math.round(performance.now() - begun) };
      };
      const plain = await asks(answerTruly);
      const tell = async (what: string, engine: Engine) => {
        const { status, text, ms } = await asks(engine);
        claims[`${what}: ${status}, ${text.length} bytes after ${ms} ms`] =
          (status === 200 || (status >= 400 && status < 600)) && text.length < 64 * 1024 && ms < 8_000;
      };
      for (const [what, lie] of Object.entries(lies)) await tell(what, lying("/containers/json", lie));
      for (const of of ["/networks", "/volumes", `/containers/${ID}/json`]) {
        for (const what of ["40 MB", "no JSON", "a prototype", "a letter a second"]) {
          const lie = lies[what];
          if (lie !== undefined) await tell(`${what} for ${of.slice(0, 20)}`, lying(of, lie));
        }
      }
      const names = await asks(
        lying("/containers/json", (_request, response) =>
          response.end(
            JSON.stringify([
              listed({
                Names: [`/${HOSTILE}`],
                Image: HOSTILE.repeat(1000),
                Status: HOSTILE,
                Labels: { "com.docker.compose.project": HOSTILE, "com.docker.compose.service": HOSTILE },
              }),
            ]),
          ),
        ),
      );
      const [head = "", body = ""] = [
        names.text.split("\r\n\r\n")[0]?.toLowerCase(),
        names.text.split("\r\n\r\n")[1],
      ];
      claims["markup and escapes come as JSON that no browser takes for a page"] =
        names.status >= 400 ||
        (head.includes("content-type: application/json") && head.includes("x-content-type-options: nosniff"));
      claims["with no control character and cut to what a panel shows"] =
        !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/.test(body) && names.text.length < 16 * 1024;
      claims["no prototype was changed"] = !("polluted" in {});
      return judgeClaims(claims, {
        "a true list is shown": plain.status === 200 && plain.text.includes('"plain"'),
      });
    },
  },
];
