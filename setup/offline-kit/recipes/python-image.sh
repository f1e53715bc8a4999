#!/bin/sh
# Customize hook of python:3.11-slim: turns Debian's Python into one that lives in /usr/local, as in the official
# image, unknown to dpkg, so that `COPY --from=builder /usr/local/lib/python3.11/site-packages ...` and
# `apt-get install python3` both do what they do there.
# python-image.sh ROOT SERVICES_ADDRESS BASE_LIBRARIES_OUT
set -eu
root=$1
services=$2
libraries_out=$3
recipes=$(dirname "$0")

# Headers for C extensions: the official image has them; Debian's package would bring 20 MB of static library too.
(cd "$root/tmp" && chroot "$root" sh -c 'cd /tmp && apt-get -qq download libpython3.11-dev')
mkdir "$root/tmp/dev"
dpkg-deb --extract "$root"/tmp/libpython3.11-dev_*.deb "$root/tmp/dev"
mkdir -p "$root/usr/local/include"
cp -a "$root/tmp/dev/usr/include/python3.11" "$root/usr/local/include/"
# Debian's pyconfig.h only points to the one of the architecture, which is also in this package.
cp "$root"/tmp/dev/usr/include/*/python3.11/pyconfig.h "$root/usr/local/include/python3.11/pyconfig.h"
rm -rf "$root/tmp/dev" "$root"/tmp/libpython3.11-dev_*.deb

# Debian makes this folder for dist-packages.
rm -rf "$root/usr/local/lib/python3.11"
cp -a "$root/usr/lib/python3.11" "$root/usr/local/lib/python3.11"
cp "$(readlink -f "$root/usr/bin/python3.11")" "$root/usr/local/bin/python3.11"
# The wheels of pip and setuptools stay in /usr/share/python-wheels: ensurepip and venv take them from there.
packages=$(chroot "$root" dpkg-query --show --showformat '${Package}\n' | grep -E '^(lib)?python3' | grep -v -e '-whl$')
# shellcheck disable=SC2086
chroot "$root" dpkg --purge $packages
rm -rf "$root/usr/lib/python3.11" "$root/usr/lib/python3" "$root/usr/local/lib/python3.11/EXTERNALLY-MANAGED" \
  "$root/usr/local/lib/python3.11/sitecustomize.py"
ln -s python3.11 "$root/usr/local/bin/python3"
ln -s python3 "$root/usr/local/bin/python"

cp "$recipes/undo_debian_layout.py" "$root/tmp/"
chroot "$root" /usr/local/bin/python3.11 -B /tmp/undo_debian_layout.py
rm "$root/tmp/undo_debian_layout.py"
chroot "$root" sh -c 'PYTHONPATH=$(ls /usr/share/python-wheels/pip-*.whl) /usr/local/bin/python3.11 -B -m pip install \
  --quiet --no-cache-dir --no-index --no-compile --root-user-action=ignore /usr/share/python-wheels/*.whl'

printf '[global]\nindex-url = http://%s/simple/\ntrusted-host = %s\ndisable-pip-version-check = true\n' \
  "$services" "$services" > "$root/etc/pip.conf"
find "$root/usr/local" -depth -type d -name __pycache__ -exec rm -rf '{}' +

chroot "$root" ldconfig
chroot "$root" ldconfig -p | awk '/=>/ { print $1 }' | sort -u > "$libraries_out"
