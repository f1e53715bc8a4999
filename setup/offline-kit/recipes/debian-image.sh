#!/bin/sh
# Customize hook of every stand-in: sets what an offline seat needs, and removes what an image does not.
# debian-image.sh ROOT SERVICES_ADDRESS
set -eu
root=$1
services=$2

printf 'Acquire::http::Proxy "http://%s:3128";\nAcquire::https::Proxy "http://%s:3128";\nAcquire::Retries "5";\n' \
  "$services" "$services" > "$root/etc/apt/apt.conf.d/80drydock"

# A machine that reads a frozen mirror has switched date checks off, and the seats read the same mirror. All other
# options of the build must not stay: they name the proxy of the machine that made the image.
grep '^Acquire::Check-' "$root/etc/apt/apt.conf.d/99mmdebstrap" >> "$root/etc/apt/apt.conf.d/80drydock" || true
rm -f "$root/etc/apt/apt.conf.d/99mmdebstrap"
printf 'APT::Install-Recommends "true";\nAcquire::Languages "none";\nAcquire::GzipIndexes "true";\nAPT::AutoRemove::SuggestsImportant "false";\n' \
  > "$root/etc/apt/apt.conf.d/80slim"

# Everything that is in the base was asked for: an autoremove in a Dockerfile must not take the base's libraries.
chroot "$root" sh -c 'dpkg-query --show --showformat "\${Package}\n" | xargs apt-mark manual > /dev/null'

find "$root/usr/share/doc" -type d -empty -delete
find "$root/var/log" "$root/var/cache/apt" "$root/var/cache/debconf" "$root/var/cache/ldconfig" -type f -delete
rm -f "$root"/var/lib/dpkg/*-old "$root/etc/hostname" "$root/etc/resolv.conf"
