#!/bin/bash
# Gives the seat host a part of cgroup v2 that it may divide among its seats, then runs the program there.
# usage: enter-cgroup.sh NAME PROGRAM [ARGUMENT...]
#
# Systemd owns the groups where it runs, and hands over only what it was asked for: a unit with Delegate=yes. When we
# are in one (deploy/drydock-seats.service), its group is ours; otherwise a scope is made, which ends with its last
# process. Where there is no systemd, a folder at the root is ours. In each case there are then two groups: `keeper`
# for those who wait outside, because a group that hands controllers on may hold no processes; and NAME, which is the
# root of all that the seat host sees (inside.sh).
set -eu
name=$1
shift
root=/sys/fs/cgroup
# Under cgroup v1 each hierarchy is entered by itself, in inside.sh.
[ -e $root/cgroup.controllers ] || exec "$@"

if [ "$name" = --placed ]; then
  name=$1
  shift
elif [ -d /run/systemd/system ]; then
  unit=$(sed -n 's/^0:://p' /proc/self/cgroup)
  unit=${unit%/keeper}
  unit=${unit##*/}
  if [ "$(systemctl show --property=Delegate --value -- "$unit" 2> /dev/null)" != yes ]; then
    # Without a limit of its own it would have systemd's default for a unit: a few thousand tasks for all seats.
    exec systemd-run --scope --quiet --collect --no-ask-password "--unit=$name-$$" \
      --description="Seats of Drydock" --property=Delegate=yes --property=TasksMax=infinity \
      -- bash "$0" --placed "$name" "$@"
  fi
else
  mkdir -p "$root/$name"
  echo $$ > "$root/$name/cgroup.procs"
fi

own=$(sed -n 's/^0:://p' /proc/self/cgroup)
own=$root${own%/keeper}
mkdir -p "$own/keeper" "$own/$name"
# All that is in the group goes to the leaf, also what is born meanwhile.
for attempt in 1 2 3 4 5; do
  while read -r process; do
    echo "$process" > "$own/keeper/cgroup.procs" 2> /dev/null || true
  done < "$own/cgroup.procs"
  [ -n "$(cat "$own/cgroup.procs")" ] || break
done
for controller in $(cat "$own/cgroup.controllers"); do
  echo "+$controller" > "$own/cgroup.subtree_control" 2> /dev/null || true
done
export SEATS_CGROUP=$own/$name
exec "$@"
