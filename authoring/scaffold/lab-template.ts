import { titleOf } from "./write-new.ts";

/**
 * The files of a lab that already proves something: its starter fails, its solution passes, and each check has a wrong
 * answer that fails it and nothing else. By the path in the lab's folder.
 */
export function labTemplate(name: string, schemaLine: string): Record<string, string> {
  return {
    "lab.yaml": `${schemaLine}
title: ${titleOf(name)}
summary: Write the Dockerfile of a service that greets.
minutes: 10
image: ${name}:v1
port: 8000
open: Dockerfile
editable:
  - Dockerfile
  - .dockerignore

requests:
  - { title: Greet, method: GET, path: / }

# docs/checks.md has every kind of check with its fields.
checks:
  - id: answers
    kind: answers
    title: It greets
    points: 60
    hints:
      - Read the log of Run from the bottom up. Does the service start?
      - The image needs server.py, and a CMD that starts it.
    requests:
      - { method: GET, path: /, expect: { greeting: hello } }

  - id: describes
    kind: image-config
    title: It says where it works and listens
    points: 40
    workdir: true
    port: 8000
`,
    "starter/Dockerfile": "FROM python:3.11-slim\n",
    "starter/server.py": SERVER,
    "solution/Dockerfile": dockerfile(["WORKDIR /app", "COPY server.py .", "EXPOSE 8000", START]),
    "right/entrypoint/Dockerfile": dockerfile([
      "EXPOSE 8000/tcp",
      "WORKDIR /srv",
      "COPY . .",
      'ENTRYPOINT ["python", "server.py"]',
    ]),
    "wrong/answers--another-program/Dockerfile": dockerfile([
      "WORKDIR /app",
      "COPY server.py .",
      "EXPOSE 8000",
      'CMD ["python", "-m", "http.server", "8000"]',
    ]),
    "wrong/describes--no-port/Dockerfile": dockerfile(["WORKDIR /app", "COPY server.py .", START]),
  };
}

const START = 'CMD ["python", "server.py"]';
const dockerfile = (lines: readonly string[]) => `${["FROM python:3.11-slim", ...lines].join("\n")}\n`;

const SERVER = `import json
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({"greeting": "hello"}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


ThreadingHTTPServer(("0.0.0.0", 8000), Handler).serve_forever()
`;
