"""Opens weights.sealed with the team's key, and writes weights.json, which the service reads.

    python unseal.py [file with the key]

Without a file it takes what a build gets by --mount=type=secret,id=weights_key.
Made small for this lesson out of HMAC-SHA256; for your own files there are age and sops.
"""

import base64
import hashlib
import hmac
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
SECRET = "/run/secrets/weights_key"


def _hmac(key: bytes, message: bytes) -> bytes:
    return hmac.new(key, message, hashlib.sha256).digest()


def unseal(key: str, text: str) -> bytes:
    """Raises ValueError when the key is not the one that it was sealed with."""
    _, salt_hex, mark_hex, *lines = text.split("\n")
    salt, sealed = bytes.fromhex(salt_hex), base64.b64decode("".join(lines))
    mark = _hmac(_hmac(key.encode(), b"check"), salt + sealed)
    if not hmac.compare_digest(mark, bytes.fromhex(mark_hex)):
        raise ValueError("this key does not open weights.sealed")
    stream_key = _hmac(key.encode(), b"seal")
    blocks = range((len(sealed) + 31) // 32)
    stream = b"".join(_hmac(stream_key, salt + block.to_bytes(4, "big")) for block in blocks)
    return bytes(one ^ other for one, other in zip(sealed, stream))


def main() -> None:
    path = Path(sys.argv[1] if len(sys.argv) > 1 else SECRET)
    if not path.is_file():
        sys.exit(f"unseal: there is no key at {path}: this step was not given one")
    try:
        weights = unseal(path.read_text().strip(), (FOLDER / "weights.sealed").read_text())
    except ValueError as error:
        sys.exit(f"unseal: {error}")
    (FOLDER / "weights.json").write_bytes(weights)
    print(f"unseal: {len(weights)} bytes of weights")


if __name__ == "__main__":
    main()
