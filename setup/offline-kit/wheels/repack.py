"""Repacks the Debian packages of Python libraries that are installed here into wheels.

    repack.py OUT BASE_LIBRARIES PACKAGE...

Runs as root in a throw-away Debian of the same release as the base image. BASE_LIBRARIES is a file with the names
of the shared libraries that the base image has. OUT gets one folder a distribution, named as PEP 503 wants it.
"""

from __future__ import annotations

import dataclasses
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from bundle_libraries import bundle_libraries
from distribution_metadata import canonicalize_name, headers_from_egg_info, name_and_version, relax, restore
from write_wheel import write_wheel

READY_WHEELS = pathlib.Path("/usr/share/python-wheels")
PACKAGES = pathlib.Path("/usr/lib/python3/dist-packages")
# Depends that are about Debian's own Python, or that only a build of the library needs.
NOT_NEEDED = {"pkg-resources", "pythran", "wheel", "setuptools"}


@dataclasses.dataclass
class Distribution:
    name: str
    version: str
    package: str
    info: pathlib.Path
    modules: list[str]
    headers: list[str]
    description: str


def find_distributions(package: str) -> list[Distribution]:
    listing = subprocess.run(["dpkg", "--listfiles", package], check=True, capture_output=True, text=True).stdout
    tops = {
        pathlib.Path(line).relative_to(PACKAGES).parts[0]
        for line in listing.splitlines()
        if line.startswith(f"{PACKAGES}/")
    } - {"__pycache__"}
    infos = sorted(top for top in tops if top.endswith((".dist-info", ".egg-info")))
    modules = sorted(tops.difference(infos))
    found = []
    for top in infos:
        info = PACKAGES / top
        metadata = info if info.is_file() else info / ("METADATA" if top.endswith(".dist-info") else "PKG-INFO")
        if not metadata.is_file():
            continue
        text = metadata.read_text(encoding="utf-8")
        head, _, description = text.partition("\n\n")
        headers = head.splitlines()
        requires = info / "requires.txt"
        if requires.is_file():
            headers = [line for line in headers if not line.startswith(("Requires-Dist", "Provides-Extra"))]
            headers += headers_from_egg_info(requires.read_text())
        top_level = info / "top_level.txt"
        mine = modules
        if len(infos) > 1 and top_level.is_file():
            mine = [module for module in modules if module in top_level.read_text().split()]
        found.append(Distribution(*name_and_version(text), package, info, mine, headers, description))
    return found


def debian_dependencies(package: str) -> set[str]:
    """Names of the packages in Depends."""
    depends = subprocess.run(
        ["dpkg-query", "--show", "--showformat", "${Depends}", package], check=True, capture_output=True, text=True
    ).stdout
    return set(re.findall(r"(?:^|[,|])\s*([a-z0-9.+-]+)", depends))


def pack(distribution: Distribution, out: pathlib.Path, base_libraries: frozenset[str]) -> pathlib.Path:
    name = re.sub(r"[^\w.]+", "_", distribution.name)
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for module in distribution.modules:
            source = PACKAGES / module
            if source.is_dir():
                # The libraries' own tests weigh more than some libraries, and nothing imports them.
                ignored = shutil.ignore_patterns("__pycache__", "*.pyc", "tests")
                shutil.copytree(source, root / module, ignore=ignored, ignore_dangling_symlinks=True)
            elif source.exists():
                shutil.copy(source, root / module)
        has_binaries = bundle_libraries(root, name, base_libraries)
        tag = "cp311-cp311-linux_x86_64" if has_binaries else "py3-none-any"
        info = root / f"{name}-{distribution.version}.dist-info"
        info.mkdir()
        headers = "\n".join(distribution.headers)
        (info / "METADATA").write_text(f"{headers}\n\n{distribution.description}", encoding="utf-8")
        (info / "WHEEL").write_text(
            "Wheel-Version: 1.0\nGenerator: drydock offline kit\n"
            f"Root-Is-Purelib: {'false' if has_binaries else 'true'}\nTag: {tag}\n"
        )
        for file in ("entry_points.txt", "top_level.txt"):
            if (distribution.info / file).is_file():
                shutil.copy(distribution.info / file, info)
        target = out / canonicalize_name(distribution.name) / f"{name}-{distribution.version}-{tag}.whl"
        target.parent.mkdir(parents=True, exist_ok=True)
        write_wheel(root, info.name, target)
        return target


def copy_ready_wheels(out: pathlib.Path) -> None:
    """pip, setuptools and wheel, which pip asks the index for when it builds a package from source."""
    for wheel in READY_WHEELS.glob("*.whl"):
        folder = out / canonicalize_name(wheel.name.split("-")[0])
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(wheel, folder)


def main(out: pathlib.Path, base_libraries: pathlib.Path, packages: list[str]) -> None:
    copy_ready_wheels(out)
    known = frozenset(base_libraries.read_text().split())
    distributions = {}
    for package in packages:
        for distribution in find_distributions(package):
            distributions.setdefault(canonicalize_name(distribution.name), distribution)
    versions = {name: distribution.version for name, distribution in distributions.items()}
    by_package: dict[str, list[str]] = {}
    for name, distribution in distributions.items():
        by_package.setdefault(distribution.package, []).append(name)
    for done, (name, distribution) in enumerate(distributions.items(), 1):
        needed = {
            other
            for package in debian_dependencies(distribution.package)
            for other in by_package.get(package, [])
            if other not in NOT_NEEDED
        }
        distribution.headers = relax(restore(distribution.headers, name, sorted(needed)), versions)
        wheel = pack(distribution, out, known)
        print(f"wheel {done}/{len(distributions)} {wheel.name} {os.path.getsize(wheel)}", flush=True)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3:])
