import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { runCommand } from "../../setup/run-command.ts";
import type { Attack } from "../attack.ts";
import { say, sh } from "../ground.ts";
import { judgeClaims, judgeLines } from "../judge.ts";
import type { Machine } from "../machine.ts";
import { CALLS, perl, TRY } from "./scripts.ts";

const FROM = "a seat's root";
/** What is in the file of a handle, for root in the seat host's own view of the pool. */
async function openAsRoot(machine: Machine, handle: string): Promise<string> {
  const pool = `/proc/${machine.pid}/root${machine.poolDirectory}`;
  const program = `${CALLS} sysopen(my $pool, $ARGV[0], 0) or die $!; my $h = pack("H*", "${handle}");
    my $fd = syscall($call{open_by_handle_at}, fileno($pool), $h, 0); die $! if $fd == -1;
    open(my $f, "<&=", $fd); print scalar <$f>;`;
  const said = await runCommand("perl", ["-e", program, pool]);
  return said.trim().split("\n").at(-1) ?? "";
}

const mark = () => `doctor${randomBytes(8).toString("hex")}`;

export const seatNeighbours: readonly Attack[] = [
  {
    id: "neighbour/processes",
    title: "See or signal another seat's processes",
    from: FROM,
    expects: "The process list holds the seat's own processes alone; numbers of others lead nowhere.",
    run: async (ground) => {
      const [attacker, neighbour] = await Promise.all([ground.attacker(), ground.neighbour()]);
      const name = mark();
      const running = await neighbour.dial(["bash", "-c", `exec -a ${name} sleep 300`]);
      try {
        // The brackets keep the search from finding itself.
        const look = `cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n' | grep -c '[d]${name.slice(1)}' || true`;
        const there = await say(neighbour, look);
        const here = await say(attacker, look);
        const own = Number(await say(attacker, "ls -d /proc/[0-9]* | wc -l"));
        const { machine } = ground;
        // A seat may have a process of that number itself.
        const daemon =
          machine === null
            ? { exitCode: 1 }
            : await sh(
                attacker,
                `kill -0 ${machine.pid} && tr '\\0' ' ' < /proc/${machine.pid}/cmdline | grep incusd`,
              );
        const self = await sh(attacker, "kill -0 1");
        return judgeClaims(
          {
            "the attacker does not see the neighbour's process": here === "0",
            [`${own} processes are visible, below the limit of one seat`]: own < ground.config.SEAT_PROCESSES,
            ...(machine === null
              ? {}
              : { "the number of the seat host's daemon leads nowhere here": daemon.exitCode !== 0 }),
          },
          {
            "its own seat sees the process, by the same search": there !== "0",
            "the attacker may ask for its own process 1": self.exitCode === 0 && own > 1,
          },
        );
      } finally {
        running.destroy();
      }
    },
  },
  {
    id: "neighbour/user-ids",
    title: "Be the same user as another seat, or as the machine's root",
    from: FROM,
    expects: "Every seat has a range of user ids of its own, and 0 of the machine is in none.",
    run: async (ground) => {
      const [attacker, neighbour] = await Promise.all([ground.attacker(), ground.neighbour()]);
      const read = async (seat: typeof attacker) => {
        const [, first = 0, count = 0] = (await say(seat, "cat /proc/self/uid_map")).split(/\s+/).map(Number);
        return { first, count };
      };
      const [one, other] = [await read(attacker), await read(neighbour)];
      const apart = one.first + one.count <= other.first || other.first + other.count <= one.first;
      return judgeClaims(
        {
          [`ids ${one.first}+${one.count} and ${other.first}+${other.count} do not overlap`]: apart,
          "neither holds the machine's root": one.first > 65_535 && other.first > 65_535,
        },
        { "both maps were read": one.count > 0 && other.count > 0 },
      );
    },
  },
  {
    id: "neighbour/files-by-handle",
    title: "Open another seat's file on the shared pool by its file handle",
    from: FROM,
    expects: "open_by_handle_at is refused for everything outside of the seat.",
    run: async (ground) => {
      const [attacker, neighbour] = await Promise.all([ground.attacker(), ground.neighbour()]);
      const secret = mark();
      // Type and bytes of the handle, which a real attacker would have to guess, are simply handed over.
      const told = await say(
        neighbour,
        `echo ${secret} > /root/secret; ${perl(`${CALLS} my $h = pack("Ll", 128, 0) . "\\0" x 128; my $id = pack("l", 0);
          my $file = "/root/secret\\0"; syscall($call{name_to_handle_at}, -100, $file, $h, $id, 0) == 0 or die $!;
          my ($size) = unpack("L", $h); print unpack("H*", substr($h, 0, 8 + $size));`)}`,
      );
      const handle = /^[0-9a-f]{20,}$/m.exec(told)?.[0];
      if (handle === undefined) throw new Error(`no handle: ${told}`);
      const tried = await say(
        attacker,
        perl(`${CALLS} sysopen(my $root, "/", 0) or die $!; my $h = pack("H*", "${handle}");
          my $fd = syscall($call{open_by_handle_at}, fileno($root), $h, 0);
          if ($fd == -1) { tell_call("open_by_handle_at", $fd, "ESTALE") }
          else { open(my $f, "<&=", $fd); my $text = <$f> // ""; print $text =~ /^doctor/ ? "through: $text\\n" : "held: another file\\n" }`),
      );
      return judgeLines(tried, {
        [`a handle of ${handle.length / 2} bytes was handed over`]: true,
        ...(ground.machine === null
          ? {}
          : {
              "root of the machine reads the file by it":
                (await openAsRoot(ground.machine, handle)) === secret,
            }),
      });
    },
  },
  {
    id: "neighbour/files-by-path",
    title: "Reach files of the machine or of another seat by /proc, links and chroot",
    from: FROM,
    expects: "No path leads out of the seat's own file system.",
    run: async (ground) => {
      const directory = await mkdtemp(path.join(ground.config.DATA_DIR, "mark-"));
      try {
        await writeFile(path.join(directory, "mark"), "machine", { mode: 0o644 });
        const neighbour = await ground.neighbour();
        const name = mark();
        await say(neighbour, `touch /root/${name}`);
        return judgeLines(
          await say(
            await ground.attacker(),
            `${TRY}
            touch /root/own; own=$(readlink -f /root/own)
            works "its own file below /" test -e "/$own"
            works "its own file below /proc/1/root" test -e "/proc/1/root$own"
            works "a chroot" chroot / test -e "$own"
            for top in / /proc/1/root /proc/self/root /proc/1/cwd /proc/$$/root/../../..; do
              try "machine's file below $top" test -e "$top${directory}/mark"
              try "neighbour's file below $top" test -e "$top/root/${name}"
            done
            try "escape from a chroot" ${perl(`mkdir "/root/jail"; chroot "/root/jail"; chdir ".." for 1..64; chroot "."; exit !(-e "${directory}/mark")`)}
            for fd in /proc/1/fd/* /proc/self/fd/*; do
              case $(readlink "$fd") in /var/lib/incus*|*/seat-host/*) echo "through: $fd" ;; esac
            done
            true`,
          ),
        );
      } finally {
        await rm(directory, { recursive: true, force: true });
      }
    },
  },
  {
    id: "neighbour/keyrings",
    title: "Read another seat's keys in the kernel's keyrings",
    from: FROM,
    expects: "A key that one seat keeps is neither listed nor found in another.",
    run: async (ground) => {
      const [attacker, neighbour] = await Promise.all([ground.attacker(), ground.neighbour()]);
      const name = mark();
      // -4: the keyring of the user, which lives on after this process.
      const keep = await say(
        neighbour,
        perl(`${CALLS} my ($t, $n, $v) = ("user\\0", "${name}\\0", "secret");
          my $id = syscall($call{add_key}, $t, $n, $v, 6, -4); print $id == -1 ? "none $!" : "id $id";`),
      );
      const id = /^id (\d+)/m.exec(keep)?.[1];
      if (id === undefined)
        return judgeClaims(
          { [`no key can be kept in a seat at all (${keep})`]: /^none/m.test(keep) },
          { "other kernel calls work": keep.includes("works: ") },
        );
      const own = await say(
        neighbour,
        perl(`${CALLS} my ($t, $n) = ("user\\0", "${name}\\0");
          tell_works("its owner finds it", syscall($call{keyctl}, 10, -4, $t, $n, 0));`),
      );
      return judgeLines(
        `${own}\n${await say(
          attacker,
          `grep -q ${name} /proc/keys && echo "through: listed in /proc/keys" || echo "held: not in /proc/keys"
          ${perl(`${CALLS} my ($t, $n, $b) = ("user\\0", "${name}\\0", "\\0" x 64);
            tell_call("request_key", syscall($call{request_key}, $t, $n, 0, -4), "ENOKEY");
            tell_call("search of the user keyring", syscall($call{keyctl}, 10, -4, $t, $n, 0), "ENOKEY");
            tell_call("read of key ${id}", syscall($call{keyctl}, 11, ${id}, $b, 64), "ENOKEY");`)}`,
        )}`,
      );
    },
  },
  {
    id: "neighbour/ipc",
    title: "Reach another seat by shared memory, message queues and abstract sockets",
    from: FROM,
    expects: "What a seat puts there is invisible in another.",
    run: async (ground) => {
      const [attacker, neighbour] = await Promise.all([ground.attacker(), ground.neighbour()]);
      const name = mark();
      await say(neighbour, "ipcmk -Q > /dev/null; ipcmk -M 4096 > /dev/null");
      const listening = await neighbour.dial([
        ...["socat", "-u", `ABSTRACT-LISTEN:${name},fork`, "OPEN:/dev/null"],
      ]);
      try {
        const there = "socat -u OPEN:/dev/null ABSTRACT-CONNECT:";
        const own = await sh(
          neighbour,
          `for i in 1 2 3 4 5 6; do ${there}${name} && exit 0; sleep 0.5; done; exit 1`,
        );
        const other = await sh(attacker, `timeout 5 ${there}${name}`);
        const queues = await say(attacker, "ipcs -q -m | grep -c '^0x' || true");
        const kept = Number(await say(neighbour, "ipcs -q -m | grep -c '^0x'"));
        return judgeClaims(
          {
            "the attacker does not reach the abstract socket": other.exitCode !== 0,
            [`of the neighbour's ${kept} queues and segments the attacker sees none`]: queues === "0",
          },
          {
            "its own seat reaches the socket": own.exitCode === 0,
            "its own seat lists queue and segment": kept >= 2,
          },
        );
      } finally {
        listening.destroy();
      }
    },
  },
];
