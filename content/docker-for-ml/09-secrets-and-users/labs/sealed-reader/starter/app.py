"""A service that reads one handwritten digit from a picture made of characters. It needs nothing but Python."""

import json
import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from picture import to_numbers

# The last picture is kept here, for whoever wants to know why it was read as it was.
SPOOL = Path(os.environ.get("SPOOL", "/tmp")) / "last-picture.txt"
model: dict[str, Any] = json.loads(Path(__file__).with_name("weights.json").read_text())


def read(lines: list[str]) -> dict[str, int]:
    shades = to_numbers(lines)
    scores = [
        offset + sum(weight * shade for weight, shade in zip(weights, shades))
        for weights, offset in zip(model["weights"], model["offsets"])
    ]
    SPOOL.write_text("\n".join(lines))
    return {"digit": scores.index(max(scores))}


def health() -> tuple[int, dict[str, Any]]:
    try:
        SPOOL.touch()
    except OSError as error:
        return 503, {"status": "cannot keep pictures", "detail": str(error)}
    return 200, {"status": "ok", "user": os.getuid()}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.answer(*(health() if self.path == "/health" else (404, {"detail": "there is /health, and POST /read"})))

    def do_POST(self) -> None:
        try:
            asked = json.loads(self.rfile.read(min(int(self.headers["Content-Length"]), 10_000)))
            self.answer(200, read(asked["lines"]))
        except (ValueError, TypeError, KeyError) as error:
            self.answer(422, {"detail": str(error)})
        except OSError as error:
            self.answer(500, {"detail": str(error)})

    def answer(self, status: int, body: dict[str, Any]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
ThreadingHTTPServer(("0.0.0.0", 8000), Handler).serve_forever()
