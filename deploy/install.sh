#!/bin/sh
# Puts the services where systemd looks, and builds the site. As root, in the clone at /opt/drydock; again after an
# upgrade. Settings that are there stay as they are.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/.."
install -D -m 644 "$here/sysusers.conf" /etc/sysusers.d/drydock.conf
install -D -m 644 "$here/tmpfiles.conf" /etc/tmpfiles.d/drydock.conf
[ -e /etc/drydock/drydock.env ] || install -D -m 640 "$here/drydock.env" /etc/drydock/drydock.env
install -m 644 "$here/drydock.service" "$here/drydock-seats.service" "$here/drydock-renew.service" \
  "$here/drydock-renew.timer" /etc/systemd/system/
systemd-sysusers /etc/sysusers.d/drydock.conf
systemd-tmpfiles --create /etc/tmpfiles.d/drydock.conf
# The environment that npm and the build have is the one of whoever runs this.
npm run --silent build
systemctl daemon-reload
