#!/bin/sh
# Puts a backup in the place of what is there. What was there is kept beside it until somebody removes it. As root.
# usage: restore.sh FILE.tar.gz
set -eu
file=$1
data=${DATA_DIR:-/var/lib/drydock}
# (A file that is cut short is found out before anything is touched.)
tar --list --gzip --file "$file" > /dev/null
systemctl stop drydock
trap 'systemctl start drydock' EXIT
old=$data/before-restore-$(date +%Y%m%d-%H%M%S)
mkdir -m 700 "$old"
find "$data" -mindepth 1 -maxdepth 1 ! -name seat-host ! -name 'before-restore-*' -exec mv {} "$old/" \;
tar --extract --gzip --numeric-owner --directory "$data" --file "$file"
# Whose session was ended since stays out: the site makes a new key. In a backup from before there were two keys the
# one draws the tasks as well.
[ -e "$data/variant.key" ] || [ ! -e "$data/session.key" ] || mv "$data/session.key" "$data/variant.key"
rm -f "$data/session.key"
# On another machine the user may have another number.
find "$data" -mindepth 1 -maxdepth 1 ! -name seat-host ! -name 'before-restore-*' -exec chown -R drydock:drydock {} +
systemd-tmpfiles --create /etc/tmpfiles.d/drydock.conf
