import type { RegistryStudent } from "../server/seats/registry-credential.ts";
import { overQuota, type Refusal, registryFull, tooMany } from "./refusal.ts";
import type { Store } from "./store.ts";
import { type Survey, surveyStudent } from "./survey.ts";
import { PRESSED, tidyStudent } from "./tidy.ts";

export interface Limits {
  /** What one student may keep. */
  readonly quotaBytes: number;
  /** What all may keep together: below the limit of the volume, at which the registry would break. */
  readonly diskBytes: number;
  /** Links, tags and uploads of one student: each costs files, whatever its size. */
  readonly things: number;
}

/** Nobody may keep the registry sweeping by asking again. */
const SWEEP_PAUSE_MS = 10_000;

interface Account {
  /** Counts changes; a survey is true for the version that it began with. */
  version: number;
  known: { readonly version: number; readonly survey: Promise<Survey> } | null;
  /** Bytes of uploads that a request is adding to in this moment. */
  readonly active: Map<string, number>;
}

/**
 * Who keeps how much. The files are the truth and are surveyed after every change; what is on its way in is counted
 * beside it, so that pushes at the same time cannot pass the limit together.
 */
export class Ledger {
  readonly #accounts = new Map<string, Account>();
  readonly #store: Store;
  readonly #limits: Limits;
  readonly #sweep: () => Promise<number>;
  #totalBytes = 0;
  #pressedAt = 0;

  /** `sweep`: frees what nobody links to, and tells what blobs are left. */
  constructor(store: Store, limits: Limits, sweep: () => Promise<number>) {
    this.#store = store;
    this.#limits = limits;
    this.#sweep = sweep;
  }

  get quotaBytes(): number {
    return this.#limits.quotaBytes;
  }

  survey(student: RegistryStudent): Promise<Survey> {
    const account = this.#account(student);
    if (account.known?.version !== account.version) {
      const survey = surveyStudent(this.#store, student);
      account.known = { version: account.version, survey };
      survey.catch(() => (account.version += 1));
    }
    return account.known.survey;
  }

  /** To be called when files of a student have changed. */
  changed(student: RegistryStudent): void {
    this.#account(student).version += 1;
  }

  isActive(student: RegistryStudent, upload: string): boolean {
    return this.#account(student).active.has(upload);
  }

  async usedBytes(student: RegistryStudent): Promise<number> {
    return sumBytes(await this.survey(student), this.#account(student));
  }

  /** False when another request adds to this upload already. */
  async begin(student: RegistryStudent, upload: string): Promise<boolean> {
    const account = this.#account(student);
    if (account.active.has(upload)) return false;
    account.active.set(upload, 0);
    try {
      const { repositories } = await this.survey(student);
      const there = repositories.flatMap(({ uploads }) => uploads).find(({ id }) => id === upload);
      account.active.set(upload, there?.bytes ?? 0);
      return true;
    } catch (error) {
      account.active.delete(upload);
      throw error;
    }
  }

  end(student: RegistryStudent, upload: string): void {
    this.#account(student).active.delete(upload);
    this.changed(student);
  }

  /**
   * Whether so many more bytes may come in; those of an upload that has begun are counted at once. Where they do
   * not fit, what the student no longer names goes first. Null: yes.
   */
  async admit(student: RegistryStudent, bytes: number, upload?: string): Promise<Refusal | null> {
    const refusal = await this.#tryAdmit(student, bytes, upload);
    if (refusal === null) return null;
    if (refusal === registryFull) {
      if (Date.now() - this.#pressedAt < SWEEP_PAUSE_MS) return refusal;
      this.#pressedAt = Date.now();
      await this.recount();
    } else if (!(await this.#relieve(student))) return refusal;
    return await this.#tryAdmit(student, bytes, upload);
  }

  /** After a sweep, or at the start. */
  async recount(): Promise<void> {
    this.#totalBytes = await this.#sweep();
    for (const { active } of this.#accounts.values())
      for (const bytes of active.values()) this.#totalBytes += bytes;
  }

  async #tryAdmit(student: RegistryStudent, bytes: number, upload?: string): Promise<Refusal | null> {
    const account = this.#account(student);
    const survey = await this.survey(student);
    // From here on nothing waits, so that of two that ask at once the second sees the first.
    const used = sumBytes(survey, account);
    if (used + bytes > this.#limits.quotaBytes) return overQuota(used, this.#limits.quotaBytes);
    if (survey.things >= this.#limits.things) return tooMany(this.#limits.things);
    if (this.#totalBytes + bytes > this.#limits.diskBytes) return registryFull;
    this.#totalBytes += bytes;
    const before = upload === undefined ? undefined : account.active.get(upload);
    if (upload !== undefined && before !== undefined) account.active.set(upload, before + bytes);
    return null;
  }

  async #relieve(student: RegistryStudent): Promise<boolean> {
    const isActive = (upload: string) => this.isActive(student, upload);
    const changed = await tidyStudent(this.#store, await this.survey(student), PRESSED, isActive);
    if (changed) this.changed(student);
    return changed;
  }

  #account({ realm, name }: RegistryStudent): Account {
    const key = `${realm}/${name}`;
    const account = this.#accounts.get(key) ?? { version: 0, known: null, active: new Map<string, number>() };
    this.#accounts.set(key, account);
    return account;
  }
}

function sumBytes(survey: Survey, { active }: Account): number {
  let bytes = survey.blobBytes;
  for (const { uploads } of survey.repositories)
    for (const upload of uploads) if (!active.has(upload.id)) bytes += upload.bytes;
  for (const coming of active.values()) bytes += coming;
  return bytes;
}
