"""A feature store: hands models what is known of a customer, as a row of numbers.

Where it listens: store.ini, unless STORE_HOST or STORE_PORT say otherwise.
"""

import configparser
import json
import os
import sys
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

here = Path(__file__).parent
settings = configparser.ConfigParser()
settings.read(here / "store.ini")
host = os.environ.get("STORE_HOST") or settings.get("store", "host", fallback="127.0.0.1")
port = int(os.environ.get("STORE_PORT") or settings.get("store", "port", fallback="5000"))
customers = json.loads((here / "features.json").read_text())
columns = ["visits", "basket", "night"]


class Store(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        kind, _, name = self.path.strip("/").partition("/")
        if kind == "health":
            self.answer(200, {"status": "ok", "customers": len(customers)})
        elif kind == "features" and name in customers:
            self.answer(200, {"customer": name, "row": [customers[name][column] for column in columns]})
        else:
            self.answer(404, {"error": "ask /features/ada"})

    def answer(self, status: int, body: object) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


if sys.argv[1:] == ["probe"]:
    # Asks from within the container, where the service is.
    urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2)
else:
    print(f"{len(customers)} customers, ready", flush=True)
    ThreadingHTTPServer((host, port), Store).serve_forever()
