import { randomBytes } from "node:crypto";
import { runCommand } from "../../setup/run-command.ts";
import type { Attack, Verdict } from "../attack.ts";
import { type AnySeat, type Ground, say } from "../ground.ts";
import { judgeClaims } from "../judge.ts";
import { inContainer } from "./container.ts";
import { int80Program, type OldCall } from "./int80.ts";
import { perl } from "./scripts.ts";

/** Families that seats need: each must open, or nothing was proved by those that do not. */
const NEEDED = [1, 2, 10, 16, 17];
const ALG = 38;
const VSOCK = 40;
const EXPECTS =
  "Only Unix, IPv4, IPv6, netlink and packet sockets open; io_uring, keys and userfaultfd are not there.";
const SECONDS = 120;

/** Prints "family N", "pair N" and "call NAME" for what opens, by every way that a 64-bit program has. */
const OPEN_ALL = `use strict; use warnings; chomp(my $machine = \`uname -m\`);
  my %all = (x86_64 => [41, 53, 323, 250, 248], aarch64 => [198, 199, 282, 219, 217]);
  my ($socket, $pair, $userfault, $keyctl, $add) = @{ $all{$machine} or die "no numbers of kernel calls for $machine" };
  # The upper half of the register, and the mark of x32 calls, must not hide a family.
  my @ways = ([0, $socket], [1 << 32, $socket], $machine eq "x86_64" ? ([0, $socket + 0x40000000]) : ());
  for my $family (1 .. 63) {
    my ($opens, $pairs) = (0, 0);
    for my $way (@ways) { for my $kind (1, 2, 3, 5) {
      my $fd = syscall($way->[1], $family + $way->[0], $kind, $family == 17 ? 0x0300 : 0);
      if ($fd >= 0) { $opens = 1; require POSIX; POSIX::close($fd) } } }
    my $two = "\\0" x 8; if (syscall($pair, $family, 1, 0, $two) == 0) { $pairs = 1; POSIX::close($_) for unpack("ii", $two) }
    print "family $family\\n" if $opens; print "pair $family\\n" if $pairs && $family != 1;
  }
  my $room = "\\0" x 120;
  my $ring = syscall(425, 1, $room); print "call io_uring\\n" if $ring >= 0;
  print "call userfaultfd\\n" if syscall($userfault, 1) >= 0;
  # The id of the session keyring (-3) without making one; a key for the session.
  print "call keyctl\\n" if syscall($keyctl, 0, -3, 0, 0, 0) >= 0;
  my ($type, $name, $text) = ("user\\0", "drydock-doctor\\0", "x"); my $key = syscall($add, $type, $name, $text, 1, -3);
  if ($key >= 0) { print "call add_key\\n"; syscall($keyctl, 3, $key) }`;

const POSIX_FIRST = `use POSIX (); ${OPEN_ALL.replace("require POSIX; ", "")}`;

/** What opened; the needed families are left out once they are seen. */
function judgeOpen(said: string, onMachine: string | null): Verdict {
  const lines = (text: string) => text.split("\n").filter((line) => /^(family|pair|call) \S+$/.test(line));
  const opened = lines(said);
  const needed = NEEDED.map((family) => `family ${family}`);
  const more = opened.filter((line) => !needed.includes(line));
  const control = onMachine === null ? [] : lines(onMachine).filter((line) => !needed.includes(line));
  const onlyNeeded = more.length === 0 ? "nothing else opens" : `nothing else opens (${more.join(", ")})`;
  return judgeClaims(
    { [onlyNeeded]: more.length === 0 },
    {
      [`families ${NEEDED.join(", ")} open`]: needed.every((line) => opened.includes(line)),
      ...(onMachine === null
        ? {}
        : {
            [`on the machine itself the same program opens also ${control.join(", ")}`]: control.length > 0,
          }),
    },
  );
}

/** The same program on the machine: what it opens there is what a missing wall would let through. */
const onMachine = (ground: Ground) =>
  ground.machine === null ? Promise.resolve(null) : runCommand("perl", ["-e", POSIX_FIRST]);

/** By the 32-bit table: socket 359, socketcall 102 with 1 for socket, getpid 20. */
const OLD_CALLS: readonly (OldCall & { readonly what: string; readonly control?: true })[] = [
  { what: "getpid", call: 20, arguments: [], control: true },
  { what: "an IPv4 socket", call: 359, arguments: [2, 1, 0], control: true },
  { what: "a vsock socket", call: 359, arguments: [VSOCK, 1, 0] },
  { what: "an alg socket", call: 359, arguments: [ALG, 5, 0] },
  { what: "a vsock socket by socketcall", call: 102, arguments: [1, [VSOCK, 1, 0]] },
  { what: "an alg socket by socketcall", call: 102, arguments: [1, [ALG, 5, 0]] },
  { what: "io_uring_setup", call: 425, arguments: [1, Array<number>(30).fill(0)] },
  { what: "keyctl", call: 288, arguments: [0, 0xfffffffd, 0] },
  { what: "userfaultfd", call: 374, arguments: [1] },
];

const PROGRAM = int80Program(OLD_CALLS).toString("base64");
const RUN = `cd /tmp; base64 -d > doctor-80; chmod +x doctor-80; ./doctor-80 | od -An -v -td4 -w4; rm -f doctor-80`;

function judgeOld(said: string): Verdict {
  const results = said.split("\n").flatMap((line) => (/^\s*-?\d+\s*$/.test(line) ? [Number(line)] : []));
  if (results.length !== OLD_CALLS.length) return { absent: "this kernel has no 32-bit calls" };
  const told = OLD_CALLS.map(({ what, control = false }, index) => {
    const result = results[index] ?? 0;
    const line = control ? `${what} works by int 0x80 (${result})` : `${what} is refused (${result})`;
    return { control, entry: [line, control ? result >= 0 : result < 0] as const };
  });
  const of = (control: boolean) =>
    Object.fromEntries(told.flatMap((one) => (one.control === control ? [one.entry] : [])));
  return judgeClaims(of(false), of(true));
}

async function inSeat(seat: AnySeat): Promise<string> {
  const { stdout } = await seat.exec(["sh", "-c", RUN], { input: PROGRAM, timeoutMs: 30_000 });
  return stdout;
}

const NO_X86 = { absent: "int 0x80 is a call of x86 processors" } as const;

/** Listens on a vsock port for a moment, or connects to one by the address of this machine itself (1). */
const listenVsock = (port: number, word: string) =>
  perl(`socket(my $s, 40, 1, 0) or die "no vsock: $!"; bind($s, pack("SSLLx4", 40, 0, ${port}, 0xffffffff)) or die "bind: $!"; listen($s, 4) or die $!;
    print "listening\\n"; $| = 1; alarm 20; while (accept(my $c, $s)) { syswrite($c, "${word}\\n"); close $c }`);
const askVsock = (port: number) =>
  perl(`socket(my $s, 40, 1, 0) or do { print "no vsock: $!\\n"; exit 0 }; alarm 5;
    connect($s, pack("SSLLx4", 40, 0, ${port}, 1)) or do { print "no answer: $!\\n"; exit 0 }; print scalar <$s>;`);

export const kernelDoors: readonly Attack[] = [
  {
    id: "kernel/seat",
    title: "Every socket family, io_uring, keys and userfaultfd, also as x32 calls and with a dirty register",
    from: "a seat's root",
    expects: EXPECTS,
    seconds: SECONDS,
    run: async (ground) =>
      judgeOpen(await say(await ground.attacker(), perl(POSIX_FIRST)), await onMachine(ground)),
  },
  {
    id: "kernel/container",
    title: "The same from a privileged container, which its own engine leaves without a filter",
    from: "a container in a seat",
    expects: EXPECTS,
    seconds: SECONDS,
    run: async (ground) => {
      const seat = await ground.attacker();
      const { stdout } = await inContainer(
        seat,
        "--privileged --security-opt seccomp=unconfined --net=host",
        perl(POSIX_FIRST),
      );
      return judgeOpen(stdout, await onMachine(ground));
    },
  },
  {
    id: "kernel/int80",
    title: "The same by the 32-bit way into the kernel, int 0x80",
    from: "a seat's root",
    expects: EXPECTS,
    run: async ({ attacker }) => {
      if (process.arch !== "x64") return NO_X86;
      return judgeOld(await inSeat(await attacker()));
    },
  },
  {
    id: "kernel/int80-container",
    title: "int 0x80 from a privileged container",
    from: "a container in a seat",
    expects: EXPECTS,
    seconds: SECONDS,
    run: async ({ attacker }) => {
      if (process.arch !== "x64") return NO_X86;
      const script = `cat > /tmp/in <<'END'\n${PROGRAM}\nEND\n(${RUN}) < /tmp/in`;
      const { stdout } = await inContainer(
        await attacker(),
        "--privileged --security-opt seccomp=unconfined",
        script,
      );
      return judgeOld(stdout);
    },
  },
  {
    id: "kernel/vsock-neighbour",
    title: "Speak to another seat, or to the machine, by vsock, which no network namespace holds",
    from: "a seat's root",
    expects: "No seat has such a socket.",
    run: async (ground) => {
      const [attacker, neighbour] = await Promise.all([ground.attacker(), ground.neighbour()]);
      const port = 20_000 + (randomBytes(2).readUInt16LE() % 20_000);
      const listening = await neighbour.dial(["sh", "-c", listenVsock(port, "neighbour")]);
      let there = "";
      listening.on("data", (chunk: Buffer) => (there += chunk.toString("utf8")));
      listening.on("error", () => undefined);
      // It prints nothing and ends where it is refused; the stream's other way stays open then.
      const ended = new Promise<void>((resolve) => {
        for (const over of ["end", "close"]) listening.once(over, () => resolve());
      });
      const began = new Promise<void>((resolve) => listening.once("data", () => resolve()));
      try {
        await Promise.race([ended, began]);
        const said = await say(attacker, askVsock(port));
        return judgeClaims(
          {
            "the neighbour cannot listen by vsock": !there.includes("listening"),
            [`the attacker gets no answer there (${said})`]: !said.includes("neighbour"),
          },
          { "the attacker's program ran to the socket, which is refused": said.includes("no vsock") },
        );
      } finally {
        listening.destroy();
      }
    },
  },
];
