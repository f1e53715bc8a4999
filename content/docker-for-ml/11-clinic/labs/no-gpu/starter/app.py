"""Turns a sentence into eight numbers, on a GPU if there is one."""

import hashlib
import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import minitensor as mt

wanted = os.environ.get("DEVICE", "auto")
if wanted == "cuda" and not mt.cuda.is_available():
    raise SystemExit("DEVICE is cuda, and minitensor finds no GPU")
device = "cuda" if wanted != "cpu" and mt.cuda.is_available() else "cpu"


def embed(text: str) -> list[float]:
    """Words that are the same point the same way; enough to see that the service works."""
    sums = [0.0] * 8
    for word in text.lower().split():
        for place, byte in enumerate(hashlib.sha256(word.encode()).digest()[:8]):
            sums[place] += byte / 127.5 - 1
    length = sum(value * value for value in sums) ** 0.5 or 1.0
    return [round(value / length, 4) for value in sums]


class Embedder(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/device":
            self.answer(200, {"device": device, "cuda": mt.version.cuda, "hidden": mt.cuda.is_hidden()})
        else:
            self.answer(404, {"error": "ask GET /device or POST /embed"})

    def do_POST(self) -> None:
        try:
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
            self.answer(200, {"vector": embed(body["text"]), "device": device})
        except (ValueError, KeyError, TypeError, AttributeError):
            self.answer(422, {"error": 'send {"text": "..."}'})

    def answer(self, status: int, body: object) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


print(f"device: {device}", flush=True)
ThreadingHTTPServer(("0.0.0.0", 8000), Embedder).serve_forever()
