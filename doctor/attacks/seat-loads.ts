import type { Attack } from "../attack.ts";
import { sh } from "../ground.ts";
import { judgeClaims } from "../judge.ts";
import { fillDisk, hammer, loadSeat, loadSmallDisk, MOST_MIB } from "./load-seat.ts";
import { readCounters } from "./read-counters.ts";
import { perl, takeMemory } from "./scripts.ts";

const MIB = 1024 ** 2;
const FROM = "a seat's root";

export const seatLoads: readonly Attack[] = [
  {
    id: "load/fork-bomb",
    title: "Fork bomb",
    from: FROM,
    expects: "The seat's process limit ends it; nobody else notices.",
    loud: true,
    run: (ground) =>
      loadSeat(
        ground,
        async (seat) => {
          // Bounded: 1200 at most, each ends within 25 s, which is long enough on a slow machine as well.
          const bomb = await sh(
            seat,
            "echo begun; i=0; while [ $i -lt 1200 ]; do sleep 25 & i=$((i+1)); done; wait",
          );
          return {
            walls: { "fork was refused": /fork|resource/i.test(bomb.stderr) },
            control: { "the bomb ran": bomb.stdout.includes("begun") },
          };
        },
        { bites: "processes" },
      ),
  },
  {
    id: "load/memory-hog",
    title: "Take more memory than the seat has",
    from: FROM,
    expects: "The process is killed at the seat's memory limit; nobody else notices.",
    loud: true,
    run: (ground) =>
      loadSeat(
        ground,
        async (seat) => {
          const most = 2 * ground.config.SEAT_MEMORY;
          const hog = await sh(seat, `${takeMemory(most)}; echo lives on`);
          return {
            walls: { "it did not get it": !hog.stdout.includes(String(most)) },
            control: { "it tried to the end": hog.stdout.includes("lives on") },
          };
        },
        { bites: "memory" },
      ),
  },
  {
    id: "load/memory-files",
    title: "Fill memory by way of tmpfs and /dev/shm",
    from: FROM,
    expects: "Such files count towards the seat's memory and end at its limit.",
    loud: true,
    run: (ground) =>
      loadSeat(
        ground,
        async (seat) => {
          const mib = Math.round((2 * ground.config.SEAT_MEMORY) / MIB);
          const result = await sh(
            seat,
            `mkdir -p /root/t; mount -t tmpfs -o size=100G tmpfs /root/t
            head -c ${mib}M /dev/zero > /root/t/a; stat -c 'written %s' /root/t/a; sleep 2; umount -l /root/t`,
          );
          const written = Number(/written (\d+)/.exec(result.stdout)?.[1] ?? NaN);
          return {
            walls: {
              [`${Number.isNaN(written) ? "not all" : Math.round(written / MIB)} of ${mib} MiB fitted`]: !(
                written > ground.config.SEAT_MEMORY
              ),
            },
            // One that was killed has no word left; that it loaded is seen from outside.
            control: { "the load ended": true },
          };
        },
        { bites: "memory", ruins: true },
      ),
  },
  {
    id: "load/cpu",
    title: "Keep all processors busy",
    from: FROM,
    expects: "Other seats still get their turn, within seconds.",
    loud: true,
    run: (ground) =>
      loadSeat(
        ground,
        async (seat) => {
          const before = await readCounters(seat);
          await sh(seat, "for i in 1 2 3 4 5 6 7 8; do timeout 5 sh -c 'while :; do :; done' & done; wait");
          const after = await readCounters(seat);
          const seconds = ((after?.cpuMicros ?? 0) - (before?.cpuMicros ?? 0)) / 1e6;
          return {
            control: { [`eight loops had ${seconds.toFixed(1)} s of processor time`]: seconds > 2 },
          };
        },
        { bites: "cpu" },
      ),
  },
  {
    id: "load/disk-file",
    title: "Fill the disk with one file",
    from: FROM,
    expects: "Writing ends at the seat's disk limit.",
    loud: true,
    run: (ground) =>
      loadSmallDisk(ground, (seat) =>
        fillDisk(
          seat,
          `head -c ${MOST_MIB}M /dev/urandom > /root/fill; stat -c 'written %s' /root/fill; ${hammer("/root/fill")}; rm -f /root/fill`,
        ),
      ),
  },
  {
    id: "load/disk-subvolume",
    title: "Write past the disk limit in a btrfs subvolume of one's own",
    from: FROM,
    expects: "A seat can make no subvolumes, which its limit would not count.",
    run: async (ground) => {
      const seat = await ground.attacker();
      const result = await sh(
        seat,
        perl(`use strict; sysopen(my $dir, "/root", 0) or die; chomp(my $m = \`uname -m\`); my $ioctl = $m eq "x86_64" ? 16 : 29;
          my $size = pack("L", 0); print "control ", defined(ioctl(STDIN, 0x541b, $size)) || $!{ENOTTY} || $!{EINVAL} ? "ok" : $!, "\\n";
          for my $high (0, 1 << 32) { for my $request (0x5000940e, 0x50009418, 0x50009401, 0x50009417) {
            my $name = "sub$high$request";
            my $args = pack("q a4088", fileno($dir), $name);
            $args = pack("q q q q q q q a4040", fileno($dir), 0, 0, 0, 0, 0, 0, $name) if $request == 0x50009418 || $request == 0x50009417;
            printf "%s: ioctl %x (%s)\\n", (syscall($ioctl, fileno($dir), $request | $high, $args) == 0 ? "through" : "held"), $request | $high, $!; } }`),
      );
      const made = (await sh(seat, "find /root -maxdepth 1 -inum 256 | head -n 1")).stdout.trim();
      return judgeClaims(
        {
          "the ioctls that make subvolumes and snapshots are refused":
            !result.stdout.includes("through") && made === "",
          "the refusal is a plain EPERM": (result.stdout.match(/not permitted/g) ?? []).length === 8,
        },
        {
          "an ordinary ioctl is not refused": result.stdout.includes("control ok"),
          "eight were tried": (result.stdout.match(/^(held|through)/gm) ?? []).length === 8,
        },
      );
    },
  },
  {
    id: "load/inodes",
    title: "Make files without end, each of them empty",
    from: FROM,
    expects: "They are counted to the seat: its disk limit ends it, or its use grows with them.",
    loud: true,
    run: (ground) =>
      loadSmallDisk(
        ground,
        async (seat) => {
          const before = (await seat.usage()).diskBytes;
          const result = await sh(
            seat,
            perl(`mkdir "/root/many"; my $n = 0; my $end = time + 12;
              while ($n < 400000 && time < $end) { open(my $f, ">", "/root/many/" . ("x" x 200) . $n) or last; $n++ }
              print "made $n $!\\n";`) + "; sync -f /root; true",
            40_000,
          );
          const made = Number(/made (\d+)/.exec(result.stdout)?.[1] ?? NaN);
          const grown = (await seat.usage()).diskBytes - before;
          await sh(seat, "rm -rf /root/many", 60_000);
          return {
            walls: {
              [`${made} files took ${Math.round(grown / MIB)} MiB of the seat's own disk`]: grown > made * 50,
            },
            control: { "files were made": made > 1000 },
          };
        },
        { bites: "cpu" },
      ),
    seconds: 120,
  },
  {
    id: "load/output",
    title: "Print without end",
    from: FROM,
    expects: "The command is ended at the limit of its output; the site keeps no more than that.",
    run: async (ground) => {
      const seat = await ground.attacker();
      const before = process.memoryUsage().rss;
      const result = await seat.exec(["yes"], { maxOutputBytes: 4 * MIB, timeoutMs: 20_000 });
      const grown = Math.max(0, process.memoryUsage().rss - before);
      const left = await sh(seat, "sleep 1; pgrep -x yes | wc -l");
      return judgeClaims(
        {
          "it was cut": result.truncated,
          [`${result.stdout.length} bytes were kept`]: result.stdout.length <= 4 * MIB,
          [`our memory grew by ${Math.round(grown / MIB)} MiB`]: grown < 200 * MIB,
          "the process is gone": left.stdout.trim() === "0",
        },
        { "it printed": result.stdout.startsWith("y\ny\n") && result.stdout.length > 2 * MIB },
      );
    },
  },
  {
    id: "load/sleep",
    title: "Sleep for ever, deaf to signals, with a child that keeps the output open",
    from: FROM,
    expects: "The command is over at its time limit, and so is everything that waits for it.",
    run: async (ground) => {
      const seat = await ground.attacker();
      const begun = performance.now();
      const result = await seat.exec(
        ["sh", "-c", "trap '' TERM INT HUP; echo asleep; setsid sleep 60 & while :; do sleep 60; done"],
        { timeoutMs: 2_000 },
      );
      const ms = Math.round(performance.now() - begun);
      return judgeClaims(
        { "it ends as timed out": result.exitCode === 124, [`after ${ms} ms`]: ms < 20_000 },
        { "it slept until then": ms >= 2_000 && result.stdout.includes("asleep") },
      );
    },
  },
];
