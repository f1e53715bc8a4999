#!/bin/sh
# Puts a backup in the place of what is there. What was there is kept beside it until somebody removes it. As root.
# usage: restore.sh FILE.tar.gz
set -eu
file=$(realpath "$1")
. "$(dirname "$0")/read-settings.sh"
# (A file that is cut short is found out before anything is touched.)
tar --list --gzip --file "$file" > /dev/null
systemctl stop drydock
trap 'systemctl start drydock' EXIT
old=before-restore-$(date +%Y%m%d-%H%M%S)
cd "$data"
as_owner mkdir -m 700 "$old"
# In the sticky folder the site's user moves their own entries and nobody else's.
as_owner find . -mindepth 1 -maxdepth 1 ! -name seat-host ! -name 'before-restore-*' -exec mv -t "$old/" {} +
# Beside first: the folder itself stays root's. Owners are left out, because the user may have another number here.
new=restoring-$$
as_owner mkdir -m 700 "$new"
as_owner tar --extract --gzip --no-same-owner --directory "$new" --file - < "$file"
# Whose session was ended since stays out: the site makes a new key. In a backup from before there were two keys the
# one draws the tasks as well.
as_owner sh -c '[ -e "$1/variant.key" ] || [ ! -e "$1/session.key" ] || mv "$1/session.key" "$1/variant.key"; rm -f "$1/session.key"' sh "$new"
as_owner find "$new" -mindepth 1 -maxdepth 1 ! -name seat-host -exec mv -t . {} +
as_owner rm -rf "$new"
