"""Says of a message whether it is spam. /live: the process is there. /health: it can do its work."""

import json
import math
import os
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

port = int(os.environ.get("PORT", "8000"))
# A real model takes a minute to load; this one pretends, for two seconds.
time.sleep(2)
try:
    with open(os.environ.get("MODEL", "/srv/classifier/models/spam.json")) as file:
        model = json.load(file)
except OSError as error:
    # It stays up, so that somebody can ask it what is wrong.
    print(f"no model: {error}", flush=True)
    model = None


def classify(text: str) -> dict[str, object]:
    score = model["bias"] + sum(model["words"].get(word, 0.0) for word in text.lower().split())
    return {"spam": score > 0, "certainty": round(1 / (1 + math.exp(-abs(score))), 3)}


class Classifier(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/live":
            self.answer(200, {"status": "running"})
        elif self.path == "/health" and model is not None:
            self.answer(200, {"status": "ok", "model": model["name"]})
        elif self.path == "/health":
            self.answer(503, {"status": "no model"})
        else:
            self.answer(404, {"error": "ask GET /health or POST /classify"})

    def do_POST(self) -> None:
        if model is None:
            return self.answer(503, {"error": "no model"})
        try:
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
            return self.answer(200, classify(body["text"]))
        except (ValueError, KeyError, TypeError, AttributeError):
            return self.answer(422, {"error": 'send {"text": "..."}'})

    def answer(self, status: int, body: object) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


print(f"classifier listens on port {port}", flush=True)
ThreadingHTTPServer(("0.0.0.0", port), Classifier).serve_forever()
