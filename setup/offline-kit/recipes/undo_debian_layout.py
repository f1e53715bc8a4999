"""Makes Debian's standard library install into site-packages below its prefix, as upstream's does.

Runs once inside the image that is being made, with the interpreter it changes.
"""

import pathlib
import re
import sysconfig

LIBRARY = pathlib.Path(sysconfig.get_path("stdlib"))


def replace_once(file: str, pattern: str, replacement: str) -> None:
    path = LIBRARY / file
    text, count = re.subn(pattern, replacement, path.read_text(), flags=re.DOTALL)
    if count != 1:
        raise SystemExit(f"{file}: expected one place like {pattern!r}, found {count}")
    path.write_text(text)


# Debian's `site` looks for dist-packages and is frozen into the interpreter, so its file cannot be changed: what it
# finds there sends it on to site-packages. Virtual environments do not come by here.
site_packages = LIBRARY / "site-packages"
site_packages.mkdir()
dist_packages = LIBRARY / "dist-packages"
dist_packages.mkdir()
(dist_packages / "site-packages.pth").write_text(f"import site; site.addsitedir({str(site_packages)!r})\n")
# pip asks sysconfig where to install.
replace_once("sysconfig.py", r"'DEB_PYTHON_INSTALL_LAYOUT', 'posix_local'", "'DEB_PYTHON_INSTALL_LAYOUT', 'posix_prefix'")
replace_once("sysconfig.py", r"prefix_scheme = 'posix_local'", "prefix_scheme = deb_build")
# `python -m ensurepip` is switched off for Debian's own Python.
replace_once(
    "ensurepip/__init__.py",
    r"def _ensurepip_is_disabled_in_debian_for_system\(\):\n",
    "def _ensurepip_is_disabled_in_debian_for_system():\n    return\n",
)
# setuptools takes the folder of Python.h from what was true when Debian compiled the interpreter. Two modules say it.
for data in LIBRARY.glob("_sysconfigdata_*.py"):
    text = data.read_text()
    text = re.sub(r"/usr/(include/python3\.11|lib/python3\.11)", r"/usr/local/\1", text)
    text = re.sub(r"'(BINDIR|INCLUDEDIR|exec_prefix|prefix)': '/usr(/bin|/include|)'", r"'\1': '/usr/local\2'", text)
    data.write_text(text)
