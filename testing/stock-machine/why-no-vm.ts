import { access, constants } from "node:fs/promises";

/** Why no virtual machine can be booted here; null when one can. */
export async function whyNoVm({ emulate }: { readonly emulate: boolean }): Promise<string | null> {
  if (process.platform !== "linux" || process.arch !== "x64") return "it boots x86-64 Linux by KVM";
  if (process.getuid?.() !== 0) return "the virtual machine's disk is made by root; start with sudo";
  const open = (file: string, mode: number) =>
    access(file, mode).then(
      () => true,
      () => false,
    );
  if (!(await open("/usr/bin/apt-get", constants.X_OK)))
    return "the disk is made from Debian's packages, and this machine has no apt";
  if (!emulate && !(await open("/dev/kvm", constants.R_OK | constants.W_OK)))
    return "/dev/kvm is not there: the processor's virtualisation is off, or this is a machine without it (--emulate does without, in hours)";
  return null;
}
