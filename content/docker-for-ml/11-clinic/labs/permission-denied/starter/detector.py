"""Says of a temperature whether it is out of the ordinary, and keeps a journal of what it was asked."""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

path = Path(__file__).with_name("baseline.json")
journal = Path(os.environ.get("JOURNAL", "/var/lib/detector/journal.jsonl"))
baseline = json.loads(path.read_text())


def is_open() -> bool:
    """Whether somebody who breaks into the service could change what it takes for usual."""
    if os.getuid() == 0:
        return False  # Then there are worse troubles.
    about = path.stat()
    is_mine = about.st_uid == os.getuid()
    # In a folder that it may write to, a file can be replaced whoever owns it.
    return is_mine or bool(about.st_mode & 0o022) or os.access(path.parent, os.W_OK)


class Detector(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/health":
            self.answer(200, {"status": "ok"})
        elif self.path == "/about":
            self.answer(200, {"uid": os.getuid(), "baseline_can_be_changed": is_open()})
        elif self.path == "/journal":
            lines = journal.read_text().splitlines() if journal.exists() else []
            self.answer(200, {"entries": len(lines), "last": json.loads(lines[-1]) if lines else None})
        else:
            self.answer(404, {"error": "ask POST /score, GET /journal or GET /about"})

    def do_POST(self) -> None:
        try:
            celsius = float(json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))["celsius"])
        except (ValueError, KeyError, TypeError):
            return self.answer(422, {"error": 'send {"celsius": 61.5}'})
        score = round(abs(celsius - baseline["mean"]) / baseline["spread"], 2)
        verdict = {"celsius": celsius, "score": score, "unusual": score > 3}
        try:
            with journal.open("a") as file:
                file.write(json.dumps(verdict) + "\n")
        except OSError as error:
            print(f"journal: {error}", flush=True)
            return self.answer(500, {"error": "the journal cannot be written"})
        return self.answer(200, verdict)

    def answer(self, status: int, body: object) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


print(f"detector runs as uid {os.getuid()}", flush=True)
ThreadingHTTPServer(("0.0.0.0", 8000), Detector).serve_forever()
