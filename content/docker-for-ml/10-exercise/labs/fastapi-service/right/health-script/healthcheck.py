"""Exit code 0 when the service says that it is well, 1 otherwise."""

import json
import sys
import urllib.error
import urllib.request

URL = "http://127.0.0.1:8000/health"


def main() -> int:
    try:
        with urllib.request.urlopen(URL, timeout=2) as answer:
            status = json.load(answer).get("status")
    except (urllib.error.URLError, TimeoutError, ValueError) as error:
        print(f"{URL}: {error}")
        return 1
    print(f"{URL}: {status}")
    return 0 if status == "ok" else 1


if __name__ == "__main__":
    sys.exit(main())
