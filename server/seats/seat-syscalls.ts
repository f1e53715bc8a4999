/*
 * What a program in a seat, or in the services, may not ask of the kernel, as rules of seccomp in LXC's words
 * (`security.syscalls.deny`). Each seat's own engine lays Docker's default profile over it for ordinary containers;
 * a privileged container has none, and meets these rules all the same.
 */

/**
 * A new btrfs subvolume is counted to no seat, so whoever makes one in a seat writes past its disk limit: the
 * four ioctls that make subvolumes and snapshots are answered by EPERM.
 */
const NO_SUBVOLUMES = ["0x5000940e", "0x50009418", "0x50009401", "0x50009417"].map(
  (request) => `ioctl errno 1 [1,${request},SCMP_CMP_MASKED_EQ,0xffffffff]`,
);

/** Unix, IPv4, IPv6, netlink and packet: what the engine, its containers and their tools speak. */
const OPEN_FAMILIES = [1, 2, 10, 16, 17];
/** The kernel knows fewer than this. */
const FAMILIES = 64;

/**
 * The other families. AF_VSOCK (40) belongs to no network namespace: seats and the machine would share its ports.
 * AF_ALG (38) and the rest are old doors into the kernel that nobody in a seat needs. The kernel takes the family as
 * 32 bits, so the upper half of the register must not hide one. EAFNOSUPPORT is what a kernel without them says.
 */
const NO_FAMILIES = Array.from({ length: FAMILIES }, (_, family) => family)
  .filter((family) => family !== 0 && !OPEN_FAMILIES.includes(family))
  .flatMap((family) =>
    ["socket", "socketpair"].map((call) => `${call} errno 97 [0,${family},SCMP_CMP_MASKED_EQ,0xffffffff]`),
  );

/**
 * As in Docker's default profile. ENOSYS makes programs fall back quietly: runc starts a container without a keyring
 * of its own, and Node and qemu take other ways than io_uring.
 */
const NO_CALLS = [
  ...["io_uring_setup", "io_uring_enter", "io_uring_register"],
  ...["keyctl", "add_key", "request_key"],
  "userfaultfd",
].map((call) => `${call} errno 38`);

/**
 * Value of `security.syscalls.deny`. LXC cannot express a rule for the sockets of 32-bit programs; at the machine's
 * own seat host a filter around the whole daemon has it (setup/seat-host/kernel-calls.ts), elsewhere nothing has.
 */
export const DENIED_SYSCALLS = [...NO_SUBVOLUMES, ...NO_CALLS, ...NO_FAMILIES].join("\n");
