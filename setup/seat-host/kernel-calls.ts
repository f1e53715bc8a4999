/*
 * What nothing in the seat host may ask of the kernel: a filter of seccomp that its daemon is started with, so that
 * every instance inherits it, whoever made it and with whatever settings. Instances have rules of their own on top
 * (server/seats/seat-syscalls.ts), which LXC writes; those cannot look into the sockets of 32-bit programs.
 */

/** Unix, IPv4, IPv6, netlink and packet: what the daemon, engines, containers and their tools speak. */
const OPEN_FAMILIES = [1, 2, 10, 16, 17];
const EAFNOSUPPORT = 97;
const ENOSYS = 38;

interface Calls {
  /** As the kernel names the architecture of a call (AUDIT_ARCH_*). */
  readonly architecture: number;
  /** Bits of a call's number that mean something else than the call. */
  readonly marks?: number;
  /** The family is their first argument. */
  readonly sockets: readonly number[];
  /** One call for all of sockets, with the rest in memory, where a filter cannot look: 1 is socket, 8 socketpair. */
  readonly socketcall?: number;
  /** io_uring's three, add_key, request_key, keyctl, userfaultfd. */
  readonly denied: readonly number[];
}

/** Every way in which a program can call the kernel on the processors that seats run on. */
const WAYS: readonly Calls[] = [
  // x86-64, and x32 by a mark in the number.
  {
    architecture: 0xc000003e,
    marks: 0x40000000,
    sockets: [41, 53],
    denied: [425, 426, 427, 248, 249, 250, 323],
  },
  // 32-bit x86, also from a 64-bit program by int 0x80.
  {
    architecture: 0x40000003,
    sockets: [359, 360],
    socketcall: 102,
    denied: [425, 426, 427, 286, 287, 288, 374],
  },
  { architecture: 0xc00000b7, sockets: [198, 199], denied: [425, 426, 427, 217, 218, 219, 282] },
  // 32-bit ARM.
  { architecture: 0x40000028, sockets: [281, 288], denied: [425, 426, 427, 309, 310, 311, 388] },
];

/** Where the kernel puts what a filter may see (struct seccomp_data). */
const NUMBER = 0;
const ARCHITECTURE = 4;
const FIRST_ARGUMENT = 16;

const LOAD = 0x20;
const AND = 0x54;
const JUMP_IF_EQUAL = 0x15;
const RETURN = 0x06;
const ALLOW = 0x7fff0000;
const ERRNO = 0x00050000;

interface Instruction {
  readonly code: number;
  readonly ifTrue?: number;
  readonly ifFalse?: number;
  readonly value: number;
}

const load = (value: number): Instruction => ({ code: LOAD, value });
const answer = (value: number): Instruction => ({ code: RETURN, value });
const fail = (errno: number) => answer(ERRNO | errno);
/** Does `then` when what is loaded equals one of the values, and goes on otherwise. */
function when(values: readonly number[], then: readonly Instruction[]): Instruction[] {
  return [
    ...values.map((value, at) => ({
      code: JUMP_IF_EQUAL,
      ifTrue: values.length - 1 - at,
      ifFalse: at === values.length - 1 ? then.length : 0,
      value,
    })),
    ...then,
  ];
}

/** The family is 32 bits for the kernel: what stands in the upper half of the register hides nothing. */
const byFamily = [load(FIRST_ARGUMENT), ...when(OPEN_FAMILIES, [answer(ALLOW)]), fail(EAFNOSUPPORT)];

function judge({ marks, sockets, socketcall, denied }: Calls): Instruction[] {
  return [
    load(NUMBER),
    ...(marks === undefined ? [] : [{ code: AND, value: ~marks >>> 0 }]),
    ...when(sockets, byFamily),
    ...when(denied, [fail(ENOSYS)]),
    ...(socketcall === undefined
      ? []
      : when([socketcall], [load(FIRST_ARGUMENT), ...when([1, 8], [fail(EAFNOSUPPORT)]), answer(ALLOW)])),
    answer(ALLOW),
  ];
}

/** The filter as the kernel takes it: eight bytes an instruction (struct sock_filter). */
export function kernelCallFilter(): Buffer {
  const program = [
    load(ARCHITECTURE),
    ...WAYS.flatMap((calls) => when([calls.architecture], judge(calls))),
    // A processor that this list does not know.
    answer(ALLOW),
  ];
  const bytes = Buffer.alloc(program.length * 8);
  for (const [index, { code, ifTrue = 0, ifFalse = 0, value }] of program.entries()) {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(ifTrue, index * 8 + 2);
    bytes.writeUInt8(ifFalse, index * 8 + 3);
    bytes.writeUInt32LE(value >>> 0, index * 8 + 4);
  }
  return bytes;
}
