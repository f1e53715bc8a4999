/**
 * Shell script that replaces folder $1 by the archive on its stdin. It unpacks beside the old folder and then
 * changes places, so that a broken transfer changes nothing.
 */
export const REPLACE_FOLDER =
  'set -e; d=$1; rm -rf "$d.next"; mkdir -p "$d.next"; ' +
  'tar -x --no-same-owner --no-same-permissions -f - -C "$d.next"; rm -rf "$d"; mv -T "$d.next" "$d"';
