# Read by backup.sh and restore.sh: where the data is, and a way to do things there as the user that owns it. Root reads
# and writes nothing below a folder in which the site's user may lay links.
settings=${DRYDOCK_SETTINGS:-/etc/drydock/drydock.env}
# What stands in the environment counts before the file, as it does for a program that systemd starts with both.
if [ -z "${DATA_DIR:-}" ] && [ -r "$settings" ]; then
  # (The file is no script: systemd reads it as NAME=VALUE, perhaps in quotes.)
  DATA_DIR=$(sed -n "s/^[[:space:]]*DATA_DIR=//p" "$settings" | tail -n 1 | sed "s/[[:space:]]*\$//; s/^\"\\(.*\\)\"\$/\\1/; s/^'\\(.*\\)'\$/\\1/")
fi
data=${DATA_DIR:-/var/lib/drydock}
[ -d "$data" ] || { echo "There is no folder $data. Set DATA_DIR, in $settings or in front of the command." >&2; exit 2; }
data=$(cd "$data" && pwd -P)
as_owner() { setpriv --reuid drydock --regid drydock --clear-groups --no-new-privs "$@"; }
