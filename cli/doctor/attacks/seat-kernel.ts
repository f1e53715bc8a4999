import type { Attack } from "../attack.ts";
import { say } from "../ground.ts";
import { judgeLines } from "../judge.ts";
import { CALLS, perl, TRY } from "./scripts.ts";

/** An attack that is one script as root in the attacker's seat. */
function scripted(attack: Pick<Attack, "id" | "title" | "expects">, script: string): Attack {
  return {
    ...attack,
    from: "a seat's root",
    run: async ({ attacker }) => judgeLines(await say(await attacker(), script)),
  };
}

/** Files of /proc/sys that belong to a namespace of the seat's own, so that writing them harms nobody else. */
const OWN_SETTINGS =
  "^/proc/sys/(net/|user/|fs/mqueue/|kernel/(domainname|hostname|msg|sem|shm|auto_msgmni|ns_last_pid|pid_max))";

/** Opens for writing and closes again; nothing is written, so that a wall that is missing costs nothing. */
const openAll = (top: string, skip: string) =>
  perl(`use strict; use Fcntl; my @todo = ("${top}"); my ($held, @open) = (0);
  while (defined(my $dir = shift @todo)) {
    opendir(my $h, $dir) or next;
    for my $name (readdir $h) {
      next if $name eq "." || $name eq "..";
      my $path = "$dir/$name";
      next if -l $path;
      if (-d $path) { push @todo, $path if $path !~ m{${skip}}; next }
      next if $path =~ m{${skip}} || !-f $path;
      if (sysopen(my $f, $path, O_WRONLY | O_NONBLOCK)) { push @open, $path } else { $held++ }
    }
  }
  print "through: opens for writing $_\\n" for @open;
  print "held: $held files below ${top}\\n" if $held;`);

export const seatKernel: readonly Attack[] = [
  scripted(
    {
      id: "seat/device-nodes",
      title: "Make device nodes: disks, memory, kvm",
      expects: "mknod is refused, so no device of the machine can be opened.",
    },
    `${TRY}
    tail -n +3 /proc/partitions | while read -r major minor _ name; do
      try "mknod of disk $name" mknod "/root/$name" b "$major" "$minor"
    done
    try "mknod of /dev/mem" mknod /root/mem c 1 1
    try "mknod of /dev/kvm" mknod /root/kvm c 10 232
    try "mknod of a loop device" mknod /root/loop b 7 0`,
  ),
  scripted(
    {
      id: "seat/raw-block-devices",
      title: "Find and open a block device that is there already, or attach a loop device",
      expects: "There is no block device and no loop control in the seat.",
    },
    `${TRY}
    found=$(find /dev /sys/dev -type b 2>/dev/null | head -n 3)
    [ -z "$found" ] && echo "held: no block device below /dev" || echo "through: $found"
    truncate -s 1M /root/disk
    try "losetup" losetup -f /root/disk
    try "loop-control" test -e /dev/loop-control
    tail -n +3 /proc/partitions | while read -r _ _ _ name; do
      try "mount of /dev/$name" mount "/dev/$name" /mnt
    done`,
  ),
  scripted(
    {
      id: "seat/kernel-modules",
      title: "Load a kernel module, or another kernel",
      expects: "init_module and kexec_load are refused.",
    },
    perl(`${CALLS} my $image = "\\x7fELF" . "\\0" x 4096; my $none = "\\0";
      tell_call("init_module", syscall($call{init_module}, $image, length $image, $none));
      tell_call("kexec_load", syscall($call{kexec_load}, 0, 0, $none, 0));`),
  ),
  scripted(
    {
      id: "seat/core-pattern",
      title: "Have the kernel start a program of ours: core_pattern, modprobe, uevent_helper",
      expects: "None of these files opens for writing.",
    },
    perl(`use strict; use Fcntl;
      for my $file ("/proc/sys/kernel/core_pattern", "/proc/sys/kernel/modprobe", "/sys/kernel/uevent_helper",
        "/proc/sys/kernel/hotplug", "/proc/sys/fs/binfmt_misc/register", "/proc/sysrq-trigger") {
        if (!-e $file) { print "held: $file is not there\\n"; next }
        print sysopen(my $f, $file, O_WRONLY) ? "through: $file opens\\n" : "held: $file ($!)\\n"; }`),
  ),
  scripted(
    {
      id: "seat/proc-sys-writes",
      title: "Change a setting of the kernel that is not the seat's own",
      expects: "No file of /proc/sys opens for writing but those of the seat's own namespaces.",
    },
    openAll("/proc/sys", OWN_SETTINGS),
  ),
  scripted(
    {
      id: "seat/sys-writes",
      title: "Change devices, power or modules by /sys",
      expects: "No file of /sys opens for writing but those of the seat's own network and control groups.",
    },
    openAll("/sys", "^/sys/(fs/cgroup|class/net|devices/virtual/net)"),
  ),
  scripted(
    {
      id: "seat/kernel-log",
      title: "Read the kernel's log, memory and addresses",
      expects: "dmesg is refused, /dev/mem and /proc/kcore do not open, addresses read as zero.",
    },
    `${TRY}
    try "dmesg" dmesg
    try "/proc/kcore" dd if=/proc/kcore of=/dev/null bs=4096 count=1
    try "/dev/mem" dd if=/dev/mem of=/dev/null bs=4096 count=1
    try "/proc/kmsg" timeout 2 dd if=/proc/kmsg of=/dev/null bs=64 count=1
    addresses=$(grep -c -v '^0000000000000000' /proc/kallsyms)
    [ "$addresses" = 0 ] && echo "held: addresses of the kernel read as zero" || echo "through: $addresses addresses"`,
  ),
  scripted(
    {
      id: "seat/tracing",
      title: "Watch the whole machine: perf, bpf, tracefs, debugfs",
      expects: "Each of them is refused.",
    },
    `${TRY}
    ${perl(`${CALLS} my $attr = pack("LLQQQQQ", 1, 128, 0, 0, 0, 0, 0) . "\\0" x 200; substr($attr, 4, 4) = pack("L", 128);
      tell_call("perf_event_open on a whole processor", syscall($call{perf_event_open}, $attr, -1, 0, -1, 0));
      my $code = pack("Q2", 0xb7, 0x95); my $license = "GPL\\0";
      my $load = pack("LLQQLLQLL", 2, 2, unpack("Q", pack("p", $code)), unpack("Q", pack("p", $license)), 0, 0, 0, 0, 0);
      tell_call("bpf: a kprobe program", syscall($call{bpf}, 5, $load . "\\0" x 80, 128));`)}
    mkdir -p /root/t
    try "mount of tracefs" mount -t tracefs tracefs /root/t
    try "mount of debugfs" mount -t debugfs debugfs /root/t
    try "mount of securityfs" mount -t securityfs securityfs /root/t`,
  ),
  scripted(
    {
      id: "seat/clock-and-swap",
      title: "Set the clock, switch swap, take the machine down",
      expects: "Each of them is refused; the machine's time stays.",
    },
    // Sets the time that it is, so that a missing wall does no harm.
    `${TRY}
    try "setting the clock" date -s "@$(date +%s)"
    truncate -s 4M /root/swap; mkswap /root/swap > /dev/null 2>&1
    try "swapon" swapon /root/swap
    try "a better priority than others" nice -n -15 true 2>/dev/null | grep -v through: || true
    try "real-time scheduling" chrt -f 50 true`,
  ),
  scripted(
    {
      id: "seat/release-agent",
      title: "A control group's release_agent that runs on the machine",
      expects: "No release_agent opens for writing, and no new hierarchy can be mounted.",
    },
    `${TRY}
    for file in $(find /sys/fs/cgroup -maxdepth 2 -name release_agent); do
      try "$file" sh -c "echo /root/agent > $file"
    done
    mkdir -p /root/cg
    for kind in rdma misc hugetlb perf_event net_cls; do
      try "mount of cgroup $kind" sh -c "mount -t cgroup -o $kind cgroup /root/cg && test -w /root/cg/release_agent"
    done
    try "unshared cgroup namespace" unshare -C sh -c "mount -t cgroup -o memory cgroup /root/cg && echo /root/agent > /root/cg/release_agent"`,
  ),
  scripted(
    {
      id: "seat/raise-limits",
      title: "Lift the seat's own limits of memory, processes and cpu",
      expects: "The files of the seat's own control group do not open for writing.",
    },
    `${TRY}
    for file in memory/memory.limit_in_bytes pids/pids.max cpu/cpu.cfs_quota_us memory.max pids.max cpu.max; do
      [ -e "/sys/fs/cgroup/$file" ] && try "$file" sh -c "cat /sys/fs/cgroup/$file > /tmp/now && cat /tmp/now > /sys/fs/cgroup/$file"
    done
    try "leaving the control group" sh -c "test -e /sys/fs/cgroup/../../cgroup.procs && echo 1 > /sys/fs/cgroup/../../cgroup.procs"
    true`,
  ),
  scripted(
    {
      id: "seat/remounts",
      title: "Mount what belongs to the machine: its disk's top, its proc, the pool of all seats",
      expects: "No mount shows anything but the seat's own files.",
    },
    `${TRY}
    mkdir -p /root/m
    device=$(awk '$5 == "/" { for (i = 7; i <= NF; i++) if ($i == "-") print $(i + 2) }' /proc/self/mountinfo)
    try "mount of the pool by name" mount -t btrfs "$device" /root/m
    try "mount of the pool's top" mount -t btrfs -o subvolid=5 "$device" /root/m
    try "remount of / at the pool's top" mount -o remount,subvolid=5 /
    try "remount of / without id map" mount -o remount,noidmap /
    try "ext4 from a file" sh -c "truncate -s 4M /root/fs && mount -o loop /root/fs /root/m"
    [ "$(ls / | grep -cx containers)" = 0 ] && echo "held: / is the seat's own" || echo "through: / shows the pool"`,
  ),
  scripted(
    {
      id: "seat/nested-namespaces",
      title: "Namespaces within namespaces, to be root over more",
      expects: "Root of a nested namespace is refused what the seat's root is refused.",
    },
    `${TRY}
    echo "held: the seat's ids are $(tr -s ' ' < /proc/self/uid_map)"
    try "mknod in a nested user namespace" unshare -Urm mknod /root/n b 254 0
    try "sysfs write in a nested user namespace" unshare -Urmn sh -c "mount -t sysfs sysfs /mnt && : > /mnt/kernel/uevent_helper"
    try "a map onto the machine's root" unshare -U sh -c "echo '0 0 4294967295' > /proc/self/uid_map && test \\$(awk '{print \\$2}' /proc/self/uid_map) = 0 && cat /proc/1/environ"
    try "entering process 1 of the machine" nsenter -t 1 -m -- test -e /var/lib/incus`,
  ),
];
