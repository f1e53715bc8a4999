"""The dependencies of a Python distribution as Debian ships it, made into what pip needs.

Debian strips Requires-Dist where a Depends says the same, and ships versions together that upstream's pins forbid.
Everything here works on text, without touching a file.
"""

from __future__ import annotations

import re
from email.parser import HeaderParser

try:
    from packaging.requirements import InvalidRequirement, Requirement
    from packaging.utils import canonicalize_name
except ImportError:  # where the distribution itself is not installed, pip carries a copy
    from pip._vendor.packaging.requirements import InvalidRequirement, Requirement
    from pip._vendor.packaging.utils import canonicalize_name

__all__ = ["canonicalize_name", "headers_from_egg_info", "name_and_version", "relax", "restore"]


def name_and_version(metadata: str) -> tuple[str, str]:
    headers = HeaderParser().parsestr(metadata)
    return headers["Name"], headers["Version"]


def headers_from_egg_info(requires_txt: str) -> list[str]:
    """requires.txt of an .egg-info (sections "[extra]", "[:marker]", "[extra:marker]") as METADATA headers."""
    headers: list[str] = []
    section = ""
    for line in filter(None, map(str.strip, requires_txt.splitlines())):
        if line.startswith("["):
            section = line[1:-1]
            continue
        extra, _, section_marker = section.partition(":")
        requirement, _, own_marker = line.partition(";")
        markers = [f"({marker.strip()})" for marker in (own_marker, section_marker) if marker.strip()]
        if extra:
            markers.append(f"extra == '{extra}'")
            if (provides := f"Provides-Extra: {extra}") not in headers:
                headers.append(provides)
        suffix = f" ; {' and '.join(markers)}" if markers else ""
        headers.append(f"Requires-Dist: {requirement.strip()}{suffix}")
    return headers


def relax(headers: list[str], versions: dict[str, str]) -> list[str]:
    """Drops the version from each Requires-Dist that the index's own version cannot meet; keeps all others."""
    relaxed = []
    for header in headers:
        field, _, value = header.partition(":")
        if field == "Requires-Dist":
            try:
                requirement = Requirement(value.strip())
            except InvalidRequirement:
                continue
            version = versions.get(canonicalize_name(requirement.name))
            if version is not None and not requirement.specifier.contains(version, prereleases=True):
                requirement.specifier = type(requirement.specifier)("")
                header = f"Requires-Dist: {requirement}"
        relaxed.append(header)
    return relaxed


def restore(headers: list[str], name: str, dependencies: list[str]) -> list[str]:
    """Adds the distributions that Debian's Depends name and that no unconditional Requires-Dist does."""
    present = {
        canonicalize_name(match[1])
        for header in headers
        if "extra ==" not in header and (match := re.match(r"Requires-Dist:\s*([\w.-]+)", header))
    }
    missing = sorted({canonicalize_name(other) for other in dependencies} - present - {canonicalize_name(name)})
    return headers + [f"Requires-Dist: {other}" for other in missing]
