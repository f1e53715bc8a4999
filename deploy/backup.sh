#!/bin/sh
# Everything that cannot be made again: the database (files, runs, grades) and the keys of tasks and sessions.
# The site is down while it is copied, some seconds; seats stay up. As root.
# usage: backup.sh FILE.tar.gz
set -eu
file=$1
data=${DATA_DIR:-/var/lib/drydock}
umask 077
trap 'systemctl start drydock' EXIT
systemctl stop drydock
# (The copy has its name only when it is whole.)
tar --create --gzip --numeric-owner --exclude=./seat-host --exclude='./*.log' --exclude='./before-restore-*' --directory "$data" --file "$file.part" .
mv "$file.part" "$file"
