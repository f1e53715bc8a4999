#!/bin/sh
# The same edits, two orders of instructions, timed on the engine that runs this. Your own files stay as they are.
set -eu
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -R . "$copy"
cd "$copy"

# timed <order> [option]: tenths of a second that the build of one order takes
timed() {
  begun=$(date +%s%N)
  docker build --quiet ${2:-} --file "race/$1.Dockerfile" --tag "race-$1" . > /dev/null
  echo $((($(date +%s%N) - begun) / 100000000))
}
row() {
  printf '%-28s%8d.%d s%12d.%d s\n' "$1" $(($2 / 10)) $(($2 % 10)) $(($3 / 10)) $(($3 % 10))
}

printf '%-28s%12s%16s\n' '' 'code first' 'packages first'
row 'from nothing' "$(timed code-first --no-cache)" "$(timed packages-first --no-cache)"
echo '# an edit' >> app.py
row 'after an edit of app.py' "$(timed code-first)" "$(timed packages-first)"
echo 'A thought.' >> notebooks/notes.md
row 'after a line of notes.md' "$(timed code-first)" "$(timed packages-first)"
echo 'prometheus-client==0.16.0' >> requirements.txt
row 'after one more requirement' "$(timed code-first)" "$(timed packages-first)"
