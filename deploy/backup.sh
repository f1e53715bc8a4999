#!/bin/sh
# Everything that cannot be made again: the database (files, runs, grades) and the keys that sessions and variants are
# made with. The site is down while it is copied, some seconds; seats stay up. As root.
# usage: backup.sh FILE.tar.gz
set -eu
file=$1
. "$(dirname "$0")/read-settings.sh"
umask 077
trap 'rm -f "$file.part"; systemctl start drydock' EXIT
systemctl stop drydock
# The copy has its name only when it is whole. What the site's user cannot read is not the site's, and no link leads the
# copy to anything else.
(cd "$data" && as_owner tar --create --gzip --numeric-owner --exclude=./seat-host --exclude='./*.log' --exclude='./before-restore-*' --file - .) > "$file.part"
mv "$file.part" "$file"
