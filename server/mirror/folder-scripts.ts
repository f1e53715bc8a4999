/**
 * Scripts for the lab's folder in a seat. The student is root there: whatever they do to these, their tools or the
 * folder changes only what their own seat answers, and every answer is bounded and checked here.
 */

/** Where folders of labs are, and a place beside them for our own notes. */
export const WORKSPACE = "/workspace";

/** Names that are never files of an exercise and may hold thousands. */
const SKIPPED = [".git", "node_modules", "__pycache__", ".venv", "venv", ".ipynb_checkpoints"];

const prune = SKIPPED.map((name) => `-name ${name}`).join(" -o ");

/**
 * Prints what is in folder $1, now and whenever it has changed: a line "size mtime ctime path" a regular file, then a
 * NUL. No link is followed. A look takes some 3 ms; more files make it look less often.
 */
export const WATCH_FOLDER = `
export LC_ALL=C
last=none
while :; do
  now=
  if [ ! -L ${WORKSPACE} ] && [ ! -L "$1" ] && cd "$1" 2>/dev/null; then
    now=$(find -P . -xdev -mindepth 1 -maxdepth 10 -type d '(' ${prune} ')' -prune -o \\
      -type f ! -path '*[[:cntrl:]]*' -printf '%s %T@ %C@ %P\\n' 2>/dev/null | head -n 1000)
    cd /
  fi
  if [ "$now" != "$last" ]; then printf '%s\\0' "$now"; last=$now; fi
  if [ "\${#now}" -gt 20000 ]; then sleep 3; else sleep 0.4; fi
done`;

/**
 * Brings changes into folder $1 from the archive on stdin, which has them under "files/", and notes of ours as
 * "common". The other arguments say what to do: "put HASH PATH" or "remove HASH PATH", where HASH is what the file must
 * have now ("-": no file): one that has been changed meanwhile stays. No folder on the way may be a link.
 */
export const CHANGE_FOLDER = `
set -e
export LC_ALL=C
d=$1; notes=$2; shift 2
[ ! -L ${WORKSPACE} ] && [ ! -L "$d" ] || exit 9
mkdir -p "$d" ${WORKSPACE}/.drydock
n=$(mktemp -d ${WORKSPACE}/.drydock/incoming.XXXXXX)
trap 'rm -rf "$n"' EXIT
tar -x --no-same-owner --no-same-permissions -f - -C "$n"
plain() {
  p=$1
  while :; do
    case $p in */*) p=\${p%/*} ;; *) return 0 ;; esac
    [ ! -L "$d/$p" ] || return 1
  done
}
has() {
  if [ -f "$2" ] && [ ! -L "$2" ]; then [ "$(sha256sum < "$2" | cut -c1-64)" = "$1" ]
  else [ "$1" = - ] && [ ! -d "$2" ]; fi
}
for order in "$@"; do
  what=\${order%% *}; rest=\${order#* }; hash=\${rest%% *}; f=\${rest#* }
  plain "$f" && has "$hash" "$d/$f" || continue
  if [ "$what" = remove ]; then rm -f -- "$d/$f"; continue; fi
  case $f in */*) mkdir -p -- "$d/\${f%/*}" || continue ;; esac
  if [ -f "$d/$f" ]; then chmod --reference="$d/$f" "$n/files/$f" || true; fi
  mv -T -f -- "$n/files/$f" "$d/$f" || true
done
if [ -f "$n/common" ]; then mv -T -f "$n/common" "${WORKSPACE}/.drydock/$notes"; fi`;
