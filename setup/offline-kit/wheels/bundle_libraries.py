"""Puts the shared libraries that a wheel needs and the base image lacks into the wheel, as auditwheel does."""

from __future__ import annotations

import os
import pathlib
import re
import shutil
import subprocess

RESOLVED = re.compile(r"\s*(\S+) => (/\S+)")


def bundle_libraries(root: pathlib.Path, name: str, base_libraries: frozenset[str]) -> bool:
    """Copies them to <name>.libs below root and points RPATH there; answers whether the wheel has binaries at all."""
    own = [path for path in root.rglob("*.so*") if path.is_file() and not path.is_symlink()]
    libraries = root / f"{name}.libs"
    bundled: dict[str, pathlib.Path] = {}
    queue = list(own)
    while queue:
        for line in _ldd(queue.pop()):
            match = RESOLVED.match(line)
            if match is None or match[1] in base_libraries or match[1] in bundled:
                continue
            libraries.mkdir(exist_ok=True)
            copy = libraries / match[1]
            shutil.copy(os.path.realpath(match[2]), copy)
            copy.chmod(0o755)
            bundled[match[1]] = copy
            queue.append(copy)
    if bundled:
        for path in [*own, *bundled.values()]:
            relative = os.path.relpath(libraries, path.parent)
            origin = "$ORIGIN" if relative == "." else f"$ORIGIN/{relative}"
            subprocess.run(["patchelf", "--force-rpath", "--set-rpath", origin, str(path)], check=True)
    return bool(own)


def _ldd(path: pathlib.Path) -> list[str]:
    return subprocess.run(["ldd", str(path)], check=True, capture_output=True, text=True).stdout.splitlines()
