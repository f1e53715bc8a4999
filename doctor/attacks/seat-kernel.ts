import type { Attack } from "../attack.ts";
import { say, sh } from "../ground.ts";
import { judgeLines } from "../judge.ts";
import { CALLS, perl, TRY } from "./scripts.ts";

/** What a kernel may lack: then there is nothing to attack, unless a command in the seat succeeds. */
interface Lacking {
  readonly absent: string;
  readonly unless: string;
}

/** An attack that is one script as root in the attacker's seat. */
function scripted(
  attack: Pick<Attack, "id" | "title" | "expects">,
  script: string,
  lacking?: Lacking,
): Attack {
  return {
    ...attack,
    from: "a seat's root",
    run: async ({ attacker }) => {
      const seat = await attacker();
      if (lacking !== undefined && (await sh(seat, lacking.unless)).exitCode !== 0)
        return { absent: lacking.absent };
      return judgeLines(await say(seat, script));
    },
  };
}

/** Files of /proc/sys that belong to a namespace of the seat's own, so that writing them harms nobody else. */
const OWN_SETTINGS =
  "^/proc/sys/(net/|user/|fs/mqueue/|kernel/(domainname|hostname|msg|sem|shm|auto_msgmni|ns_last_pid|pid_max))";

/** Opens for writing and closes again; nothing is written, so that a wall that is missing costs nothing. */
const openAll = (top: string, skip: string, own: string) =>
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
  print sysopen(my $f, $_, O_WRONLY | O_NONBLOCK) ? "works: opens $_, which is its own\\n" : "broken: $_ does not open ($!)\\n"
    for grep { -e } qw(${own});
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
    cd /root; rm -f pipe mem kvm loop $(awk 'NR > 2 { print $4 }' /proc/partitions)
    works "mknod of a pipe" mknod /root/pipe p
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
    works "finding devices below /dev" sh -c 'find /dev -type c | grep .'
    works "mount of a tmpfs" sh -c 'mount -t tmpfs tmpfs /mnt && umount /mnt'
    works "asking losetup" losetup --list
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
      my $own = "/proc/sys/net/ipv4/ip_forward";
      print sysopen(my $f, $own, O_WRONLY) ? "works: $own, which is its own, opens\\n" : "broken: $own ($!)\\n";
      print -e "/proc/sys/kernel/core_pattern" ? "works: core_pattern is there\\n" : "broken: no core_pattern\\n";
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
    openAll("/proc/sys", OWN_SETTINGS, "/proc/sys/net/ipv4/ip_forward"),
  ),
  scripted(
    {
      id: "seat/sys-writes",
      title: "Change devices, power or modules by /sys",
      expects: "No file of /sys opens for writing but those of the seat's own network and control groups.",
    },
    openAll(
      "/sys",
      "^/sys/(fs/cgroup|class/net|devices/virtual/net)",
      // Of cgroup v1, of cgroup v2.
      "/sys/fs/cgroup/pids/cgroup.procs /sys/fs/cgroup/cgroup.procs",
    ),
  ),
  scripted(
    {
      id: "seat/kernel-log",
      title: "Read the kernel's log, memory and addresses",
      expects: "dmesg is refused, /dev/mem and /proc/kcore do not open, addresses read as zero.",
    },
    `${TRY}
    works "reading a device" dd if=/dev/zero of=/dev/null bs=4096 count=1
    works "the list of the kernel's symbols is there" sh -c 'test $(wc -l < /proc/kallsyms) -gt 1000'
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
    works "mount of a tmpfs" sh -c 'mount -t tmpfs tmpfs /root/t && umount /root/t'
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
    denied "setting the clock" date -s "@$(date +%s)"
    head -c 4M /dev/zero > /root/swap
    works "making a swap file" mkswap /root/swap
    ${perl(`${CALLS} my $file = "/root/swap\\0"; tell_call("swapon", syscall($call{swapon}, $file, 0));`)}
    works "scheduling of the ordinary kind" chrt -b 0 true
    denied "real-time scheduling" chrt -f 50 true`,
  ),
  scripted(
    {
      id: "seat/release-agent",
      title: "A control group's release_agent that runs on the machine",
      expects: "No release_agent opens for writing, and no new hierarchy can be mounted.",
    },
    `${TRY}
    works "mount of a hierarchy of version 2, which has none" sh -c 'mkdir -p /root/cg && mount -t cgroup2 cgroup2 /root/cg && umount /root/cg'
    for file in $(find /sys/fs/cgroup -maxdepth 2 -name release_agent); do
      try "$file" sh -c "echo /root/agent > $file"
    done
    for kind in memory rdma misc hugetlb perf_event net_cls; do
      try "mount of cgroup $kind" sh -c "mount -t cgroup -o $kind cgroup /root/cg && test -w /root/cg/release_agent"
      umount /root/cg 2>/dev/null
      try "$kind in a nested control group namespace" unshare -UrCm sh -c "mount -t cgroup -o $kind cgroup /root/cg && test -w /root/cg/release_agent"
    done
    true`,
    {
      absent: "this kernel has control groups of version 2 alone, which have no release_agent",
      unless: "grep -qw cgroup /proc/filesystems",
    },
  ),
  scripted(
    {
      id: "seat/raise-limits",
      title: "Lift the seat's own limits of memory, processes and cpu",
      expects: "The files of the seat's own control group do not open for writing.",
    },
    `${TRY}
    for file in memory/memory.limit_in_bytes pids/pids.max cpu/cpu.cfs_quota_us memory.max pids.max cpu.max; do
      [ -e "/sys/fs/cgroup/$file" ] || continue
      works "$file is there: $(cat /sys/fs/cgroup/$file)" cat /sys/fs/cgroup/$file
      denied "$file" sh -c "cat /sys/fs/cgroup/$file > /tmp/now && cat /tmp/now > /sys/fs/cgroup/$file"
    done
    own=/sys/fs/cgroup/pids; [ -d $own ] || own=/sys/fs/cgroup
    works "a group of its own within" sh -c "mkdir -p $own/doctor && rmdir $own/doctor"`,
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
    works "mount of a tmpfs" sh -c 'mount -t tmpfs tmpfs /root/m && umount /root/m'
    works "mount of a folder of its own" sh -c 'mount --bind /etc /root/m && test -e /root/m/passwd && umount /root/m'
    works "the pool's name is known: $device" test -n "$device"
    try "mount of the pool by name" mount -t btrfs "$device" /root/m
    try "mount of the pool's top" mount -t btrfs -o subvolid=5 "$device" /root/m
    ${perl(`${CALLS} my ($none, $top, $options) = ("none\\0", "/\\0", "commit=29\\0");
      tell_call("other options for the whole pool", syscall($call{mount}, $none, $top, $none, 32, $options));`)}
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
    works "a nested user namespace" unshare -Urm sh -c 'mount -t tmpfs tmpfs /mnt && mknod /mnt/pipe p'
    works "entering process 1 of the seat" nsenter -t 1 -m -- test -e /etc/passwd
    try "mknod in a nested user namespace" unshare -Urm mknod /root/n b 254 0
    try "sysfs write in a nested user namespace" unshare -Urmn sh -c "mount -t sysfs sysfs /mnt && : > /mnt/kernel/uevent_helper"
    try "a map onto the machine's root" unshare -U sh -c "echo '0 0 4294967295' > /proc/self/uid_map && test \\$(awk '{print \\$2}' /proc/self/uid_map) = 0 && cat /proc/1/environ"
    try "entering process 1 of the machine" nsenter -t 1 -m -- test -e /var/lib/incus`,
  ),
];
