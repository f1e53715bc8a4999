"""Readers of this book also took: answers from neighbours.json, with what Python has."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

known = json.loads(Path(__file__).with_name("neighbours.json").read_text())


class Shelf(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/health":
            self.answer(200, {"status": "ok", "visits": known["visits"]})
        else:
            self.answer(404, {"error": "ask POST /also"})

    def do_POST(self) -> None:
        try:
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
            self.answer(200, {"also": known["closest"][str(body["book"])]})
        except (ValueError, KeyError, TypeError):
            self.answer(422, {"error": 'send {"book": 0} to {"book": 59}'})

    def answer(self, status: int, body: object) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


print("shelf listens on port 8000", flush=True)
ThreadingHTTPServer(("0.0.0.0", 8000), Shelf).serve_forever()
