import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { addressOfLab } from "../files/address-of-lab.ts";
import type { FilesStore } from "../files/files-store.ts";

/**
 * Opens another lab of the lesson in the place of this one: what is typed is saved first, so that it is there on the
 * way back. Replaced and not pushed in the browser's history: its back button would bring a lab as it once was.
 */
export function useOpenLab(files: FilesStore): {
  readonly openLab: (labId: string) => void;
  readonly opening: boolean;
} {
  const router = useRouter();
  const [opening, startTransition] = useTransition();
  const openLab = (labId: string): void =>
    startTransition(async () => {
      await files.flush();
      startTransition(() => router.replace(addressOfLab(labId), { scroll: false }));
    });
  return { openLab, opening };
}
