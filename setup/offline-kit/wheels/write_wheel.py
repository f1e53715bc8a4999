"""Writes a folder as a wheel (PEP 427): the same folder always gives the same bytes."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import os
import pathlib
import zipfile

EPOCH = (2023, 1, 1, 0, 0, 0)


def write_wheel(root: pathlib.Path, dist_info: str, target: pathlib.Path) -> None:
    record: list[tuple[str, str, str]] = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as wheel:
        for path in sorted(entry for entry in root.rglob("*") if entry.is_file()):
            name = path.relative_to(root).as_posix()
            content = path.read_bytes()
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            record.append((name, f"sha256={digest}", str(len(content))))
            wheel.writestr(_entry(name, os.access(path, os.X_OK)), content)
        name = f"{dist_info}/RECORD"
        rows = io.StringIO()
        csv.writer(rows, lineterminator="\n").writerows([*record, (name, "", "")])
        wheel.writestr(_entry(name, False), rows.getvalue())


def _entry(name: str, executable: bool) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = (0o100755 if executable else 0o100644) << 16
    return entry
