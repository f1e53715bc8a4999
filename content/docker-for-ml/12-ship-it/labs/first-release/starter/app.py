"""A service that reads one handwritten digit from a picture made of characters, and says which release it is."""

import json
import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from prometheus_client import Counter, generate_latest

from picture import to_numbers

VERSION = os.environ.get("VERSION", "unknown")
READ = Counter("digits_read_total", "Pictures that were read.", ["digit"])
model = json.loads(Path(__file__).with_name("model.json").read_text())


def read(lines: list[str]) -> dict[str, object]:
    shades = to_numbers(lines)
    scores = [
        offset + sum(weight * shade for weight, shade in zip(weights, shades))
        for weights, offset in zip(model["weights"], model["offsets"])
    ]
    digit = scores.index(max(scores))
    READ.labels(str(digit)).inc()
    return {"digit": digit, "version": VERSION}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/metrics":
            self.answer(200, generate_latest(), "text/plain; version=0.0.4")
        elif self.path == "/health":
            self.answer(200, json.dumps({"status": "ok", "version": VERSION}).encode())
        else:
            self.answer(404, b'{"detail": "there is /health, /metrics, and POST /read"}')

    def do_POST(self) -> None:
        try:
            asked = json.loads(self.rfile.read(min(int(self.headers["Content-Length"]), 10_000)))
            self.answer(200, json.dumps(read(asked["lines"])).encode())
        except (ValueError, TypeError, KeyError) as error:
            self.answer(422, json.dumps({"detail": str(error)}).encode())

    def answer(self, status: int, content: bytes, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
ThreadingHTTPServer(("0.0.0.0", 8000), Handler).serve_forever()
