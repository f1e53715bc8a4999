#!/bin/sh
# Customize hook of postgres: gives Debian's PostgreSQL the layout and the start of the official image, and takes out
# what a slim one does not need (a compiler for queries, the cluster that Debian makes).
# postgres-image.sh ROOT
set -eu
root=$1
recipes=$(dirname "$0")

rm -rf "$root"/var/lib/postgresql/15 "$root"/etc/postgresql/15 "$root"/var/log/postgresql/*
rm -rf "$root"/usr/lib/llvm-* "$root"/usr/lib/*/libLLVM* "$root"/usr/lib/*/libz3.so* "$root"/usr/lib/postgresql/15/lib/bitcode \
  "$root"/usr/lib/postgresql/15/lib/llvmjit*.so
# Without the compiler the setting would only be a warning at every start.
sed -i 's/^#jit = on/jit = off/' "$root/usr/share/postgresql/15/postgresql.conf.sample"
sed -i "s/^#listen_addresses = 'localhost'/listen_addresses = '*'/" "$root/usr/share/postgresql/15/postgresql.conf.sample"

install -m 755 "$recipes/postgres-entrypoint.sh" "$root/usr/local/bin/docker-entrypoint.sh"
mkdir -p "$root/docker-entrypoint-initdb.d"
install -d -m 700 "$root/var/lib/postgresql/data"
install -d -m 2775 "$root/var/run/postgresql"
chroot "$root" chown postgres:postgres /var/lib/postgresql /var/lib/postgresql/data /var/run/postgresql
