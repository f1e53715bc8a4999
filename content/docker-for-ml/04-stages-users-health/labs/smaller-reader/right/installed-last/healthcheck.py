import http.client
import sys

asked = http.client.HTTPConnection("127.0.0.1", 8000, timeout=2)
asked.request("GET", "/health")
sys.exit(0 if asked.getresponse().status == 200 else 1)
