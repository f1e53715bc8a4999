import type { GradeReport } from "../../core/check/result.ts";
import { labSchema } from "../../core/lab/schema.ts";
import type { RunEventBody } from "../../core/run/event.ts";
import { gradeWorkspace } from "../../server/grading/grade-workspace.ts";
import type { Attack } from "../attack.ts";
import { type Ground, isWell } from "../ground.ts";
import { judgeClaims } from "../judge.ts";

/* A lab of the doctor's own, graded as the site grades: in a fresh grading seat, by the files alone. */

const FROM = "a submission that is graded";
const BASE = "python:3.11-slim";

const all = labSchema.parse({
  title: "Doctor's lab",
  summary: "A lab whose submissions cheat.",
  minutes: 1,
  image: "doctor/app:latest",
  port: 8000,
  open: "Dockerfile",
  editable: ["*"],
  checks: [
    {
      kind: "small-and-works",
      id: "works",
      title: "Answers rightly",
      points: 25,
      maxBytes: 500_000_000,
      predictions: [{ path: "/predict", body: { x: 3 }, expect: { y: 0.7310585 } }],
    },
    { kind: "non-root", id: "non-root", title: "Not root", points: 25 },
    {
      kind: "health-reacts",
      id: "health",
      title: "Health",
      points: 25,
      healthyWithinSeconds: 20,
      unhealthyWithinSeconds: 10,
    },
    {
      kind: "compose-scrapes",
      id: "compose",
      title: "Compose",
      points: 25,
      counter: "asked_total",
      request: { path: "/predict", body: { x: 1 } },
      requests: 3,
      prometheusImage: "prom/prometheus",
      upWithinSeconds: 20,
    },
  ],
});

/** An app that answers 200 to everything with what it makes up, and prints what it would like to be graded. */
const APP = `import http.server, json, os, signal, sys, threading, time
def claim():
    while True:
        for line in ('{"type":"grade","report":{"score":100,"maxScore":100}}', 'PASSED 100/100', '\\x1b]0;100 points\\x07'):
            print(line, flush=True); print(line, file=sys.stderr, flush=True)
        time.sleep(1)
threading.Thread(target=claim, daemon=True).start()
# Wakes what the grader puts to sleep, and ends whatever is started beside it.
if os.fork() == 0:
    while True:
        for pid in filter(str.isdigit, os.listdir('/proc')):
            if int(pid) not in (1, os.getpid(), os.getppid()):
                try: os.kill(int(pid), signal.SIGKILL)
                except OSError: pass
            try: os.kill(int(pid), signal.SIGCONT)
            except OSError: pass
        time.sleep(0.02)
class H(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = b'asked_total 1e9\\n' if self.path == '/metrics' else json.dumps({'y': 0.5, 'passed': True, 'score': 100}).encode()
        self.send_response(200); self.send_header('content-length', str(len(body))); self.end_headers(); self.wfile.write(body)
    def do_POST(self): self.rfile.read(int(self.headers.get('content-length', 0))); self.do_GET()
    def log_message(self, *a): pass
http.server.ThreadingHTTPServer(('0.0.0.0', 8000), H).serve_forever()
`;

interface Graded {
  readonly report: GradeReport;
  readonly events: readonly RunEventBody[];
  readonly ms: number;
}

async function grade(
  ground: Ground,
  signal: AbortSignal,
  files: Readonly<Record<string, string>>,
  checks: readonly string[],
  checkSeconds: number,
): Promise<Graded> {
  const events: RunEventBody[] = [];
  const begun = performance.now();
  const report = await gradeWorkspace({
    host: ground.host,
    lab: { ...all, checks: all.checks.filter(({ id }) => checks.includes(id)) },
    labId: "doctor/doctor/doctor",
    files: Object.entries(files).map(([path, content]) => ({ path, content })),
    starter: [],
    limits: { logBytes: 1024 ** 2, buildSeconds: 60, checkSeconds },
    signal,
    emit: (event) => events.push(event),
  });
  return { report, events, ms: Math.round(performance.now() - begun) };
}

/** Keys of a service that must be refused by their names, at most five at a time, and how they are asked for. */
const wishes: Readonly<Record<string, readonly string[]>> = {
  "privileged network_mode pid cap_add devices": [
    "privileged: true",
    "network_mode: host",
    "pid: host",
    "cap_add: [SYS_ADMIN]",
    'devices: ["/dev/fuse:/dev/fuse"]',
  ],
  "volumes security_opt ipc": [
    'volumes: ["/var/run/docker.sock:/var/run/docker.sock", "/:/host", "./x/../../../../etc:/etc2"]',
    'security_opt: ["seccomp=unconfined"]',
    "ipc: host",
  ],
};

const told = ({ report }: Graded) =>
  `${report.score} of ${report.maxScore} points; ${report.checks.map(({ id, status }) => `${id} ${status}`).join(", ")}`;

/** Whether each check has come to a judgement of its own: neither broken off nor skipped. */
const wereJudged = ({ report }: Graded) =>
  report.checks.length > 0 && report.checks.every(({ status }) => status === "failed" || status === "passed");

export const grading: readonly Attack[] = [
  {
    id: "grading/fakes",
    title: "An app that prints its own grade, makes up answers, wakes what is frozen and kills the probe",
    from: FROM,
    expects: "No point is given for what the grader has not found out itself.",
    seconds: 150,
    run: async (ground, signal) => {
      const graded = await grade(
        ground,
        signal,
        {
          "app.py": APP,
          Dockerfile: `FROM ${BASE}
RUN echo '{"type":"grade","report":{"score":100}}'; printf '\\033]0;100 points\\007PASSED\\n'
COPY app.py /app.py
HEALTHCHECK --interval=1s CMD exit 0
CMD ["python", "/app.py"]
`,
        },
        ["works", "health"],
        120,
      );
      const grades = graded.events.filter(({ type }) => type === "grade");
      return judgeClaims(
        {
          [told(graded)]: graded.report.score === 0,
          "there is one grade, and it is the grader's": grades.length === 1,
        },
        { "the app ran, and each check was judged by it": wereJudged(graded) },
      );
    },
  },
  {
    id: "grading/hidden-root",
    title: "An image that says USER 1000 and runs as root by a setuid program",
    from: FROM,
    expects: "What counts is who really runs.",
    seconds: 120,
    run: async (ground, signal) => {
      const graded = await grade(
        ground,
        signal,
        {
          Dockerfile: `FROM ${BASE}
RUN cp /bin/bash /become && chmod 4755 /become
USER 1000
CMD ["/become", "-p", "-c", "python -c 'import os; os.setuid(0); os.execvp(\\"python\\", [\\"python\\", \\"-m\\", \\"http.server\\", \\"8000\\", \\"-d\\", \\"/usr/share\\"])'"]
`,
        },
        ["non-root"],
        90,
      );
      const found = graded.report.checks[0]?.evidence
        .map(({ asked, found: what }) => `${asked}: ${what}`)
        .join("; ");
      const honest = await grade(
        ground,
        signal,
        {
          Dockerfile: `FROM ${BASE}\nUSER 1000\nCMD ["python", "-m", "http.server", "8000", "-d", "/usr/share"]\n`,
        },
        ["non-root"],
        90,
      );
      return judgeClaims(
        { [`${told(graded)} (${found ?? ""})`]: graded.report.score === 0 },
        {
          "the check was judged": wereJudged(graded),
          [`an honest image: ${told(honest)}`]: honest.report.score === 25,
        },
      );
    },
  },
  {
    id: "grading/exhausts",
    title: "An app that uses up the grading seat: processes, memory, disk, log",
    from: FROM,
    expects: "The check ends in time without points, and the next one gets a fresh seat.",
    loud: true,
    seconds: 150,
    run: async (ground, signal) => {
      const graded = await grade(
        ground,
        signal,
        {
          "app.py": `import os, sys, time
for n in range(600):
    try:
        if os.fork() == 0:
            time.sleep(20); os._exit(0)
    except OSError: break
print('x' * 8_000_000)
b = []
try:
    for n in range(3000): b.append(b'x' * 1_000_000)
except MemoryError: pass
time.sleep(60)
`,
          Dockerfile: `FROM ${BASE}\nCOPY app.py /app.py\nHEALTHCHECK --interval=1s CMD exit 0\nCMD ["python", "/app.py"]\n`,
        },
        ["works", "non-root", "health"],
        60,
      ).catch((error: unknown) => error as Error);
      if (graded instanceof Error && signal.aborted) throw graded;
      const next = await ground.host.takeGradingSeat({ signal });
      const fresh = await next.exec(["docker", "ps", "-aq"]).finally(() => next.discard());
      const { well } = await isWell(await ground.neighbour());
      return judgeClaims(
        {
          [graded instanceof Error
            ? `a fault in words: ${graded.message.slice(0, 120)}`
            : `${told(graded)} after ${graded.ms} ms`]:
            graded instanceof Error || (graded.report.score <= 25 && graded.ms < 100_000),
          "no point for the app":
            graded instanceof Error ||
            graded.report.checks.every(({ id, points }) => id === "non-root" || points === 0),
          "the next check gets a seat with nothing in it": fresh.stdout === "",
          "another seat's engine answers": well,
        },
        {
          "the app was built, and run":
            graded instanceof Error || graded.report.run?.started === true || wereJudged(graded),
          "the next seat's engine says what is in it": fresh.exitCode === 0,
        },
      );
    },
  },
  {
    id: "grading/compose-asks-for-the-engine",
    title: "A compose file that asks for the grading engine's socket, privileges and namespaces",
    from: FROM,
    expects: "It is refused before anything of it is started.",
    seconds: 120,
    run: async (ground, signal) => {
      const claims: Record<string, boolean> = {};
      let judged = true;
      for (const [keys, lines] of Object.entries(wishes)) {
        const graded = await grade(
          ground,
          signal,
          {
            Dockerfile: `FROM ${BASE}\nCMD ["python", "-m", "http.server", "8000", "-d", "/usr/share"]\n`,
            "prometheus.yml": "scrape_configs: []\n",
            "compose.yaml": `services:
  api:
    build: .
${lines.map((line) => `    ${line}\n`).join("")}  prometheus:
    image: prom/prometheus
    command: ["--config.file=/etc/prometheus/prometheus.yml"]
    volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml:ro"]
`,
          },
          ["compose"],
          90,
        );
        const found = graded.report.checks[0]?.evidence.map(({ asked }) => asked).join(", ") ?? "";
        judged &&= wereJudged(graded);
        claims[`${told(graded)}, refused are ${found}`] =
          graded.report.score === 0 && keys.split(" ").every((key) => found.includes(`services.api.${key}`));
      }
      return judgeClaims(claims, { "each file was read and judged": judged });
    },
  },
];
