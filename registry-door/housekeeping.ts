import { rm } from "node:fs/promises";
import type { CommitLock } from "./commit-lock.ts";
import type { Ledger } from "./ledger.ts";
import { listFolder, type Store } from "./store.ts";
import { sweepBlobs } from "./sweep.ts";
import { type Ages, CALM, tidyStudent } from "./tidy.ts";

/** Tidies up after everybody, and removes what nobody links to. */
export async function keepHouse(store: Store, ledger: Ledger, ages: Ages = CALM): Promise<void> {
  for (const realm of await listFolder(store.repositories))
    for (const name of await listFolder(`${store.repositories}/${realm}`)) {
      const student = { realm, name };
      ledger.changed(student);
      const isActive = (upload: string) => ledger.isActive(student, upload);
      if (await tidyStudent(store, await ledger.survey(student), ages, isActive)) ledger.changed(student);
    }
  await ledger.recount();
}

export const sweepAlone = (store: Store, lock: CommitLock) => () => lock.alone(() => sweepBlobs(store));

/** Share of its disk at which the mirror begins anew: a base image more is then fetched again. */
const FULL = 0.8;

/** The mirror has no limit of its own, and at that of its volume it would keep half images. */
export async function boundMirror(store: Store, diskBytes: number): Promise<void> {
  if ((await store.totalBytes()) < diskBytes * FULL) return;
  await rm(`${store.root}/docker`, { recursive: true, force: true });
}
