"""Exit code 0 when the classifier can do its work."""

import http.client
import json

connection = http.client.HTTPConnection("localhost", {{port}}, timeout=2)
connection.request("GET", "/health")
answer = connection.getresponse()
raise SystemExit(0 if answer.status == 200 and json.load(answer)["status"] == "ok" else 1)
