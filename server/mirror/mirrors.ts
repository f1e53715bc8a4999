import type { Duplex } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import type { Seat } from "../../core/seat/port.ts";
import type { ServerMessage } from "../../core/terminal/protocol.ts";
import { SeatFolder } from "./seat-folder.ts";
import type { MirrorParts } from "./workspace-mirror.ts";
import { WorkspaceMirror } from "./workspace-mirror.ts";

export interface MirrorsParts {
  /** Name of a lab's folder in a seat. */
  readonly folderOf: (lab: string) => Promise<string>;
  readonly filesOf: (
    studentId: string,
    lab: string,
  ) => Promise<Omit<MirrorParts, "folder" | "tell" | "onEnd">>;
  readonly lingerMs?: number;
}

type Tell = (message: ServerMessage) => void;

interface Place {
  readonly studentId: string;
  readonly lab: string;
  /** Pages that show this lab and have a terminal open. */
  readonly pages: Set<Tell>;
  running: { readonly seat: string; readonly mirror: WorkspaceMirror; readonly path: string } | null;
  starting: Promise<unknown>;
  telling: Promise<unknown>;
}

/** How long a folder is kept even after the last page has gone: a reload comes back at once. */
const LINGER_MS = 30_000;
/** Within this time every change in a folder has been seen. */
const LOOK_MS = 700;

/** The mirrors of this process: one for each student and lab that has a terminal on a page. */
export class Mirrors {
  readonly #parts: MirrorsParts;
  readonly #places = new Map<string, Place>();

  constructor(parts: MirrorsParts) {
    this.#parts = parts;
  }

  /** Puts the lab's files into the seat and keeps them even from now on; answers with their folder. */
  async prepare(studentId: string, lab: string, seat: Seat<Duplex>): Promise<string> {
    const place = this.#placeOf(studentId, lab);
    const started = place.starting.then(() => this.#start(place, seat));
    place.starting = started.catch(() => undefined);
    return started;
  }

  /** A page shows this lab; returns how it leaves. `seat`: the student's, when it runs. */
  join(studentId: string, lab: string, seat: Seat<Duplex> | null, tell: Tell): () => void {
    const place = this.#placeOf(studentId, lab);
    place.pages.add(tell);
    if (seat !== null && place.running === null) this.prepare(studentId, lab, seat).catch(() => undefined);
    return () => {
      place.pages.delete(tell);
      setTimeout(() => {
        if (place.pages.size === 0) this.#drop(place);
      }, this.#parts.lingerMs ?? LINGER_MS).unref();
    };
  }

  /** One page after the other, so that a student's pages have the files in memory once. */
  async tellSince(
    studentId: string,
    lab: string,
    known: Readonly<Record<string, number>>,
    tell: (message: ServerMessage) => unknown,
  ): Promise<void> {
    const place = this.#placeOf(studentId, lab);
    const told = place.telling.then(async () => {
      await place.starting;
      await place.running?.mirror.tellSince(known, tell);
    });
    place.telling = told.catch(() => undefined);
    return told;
  }

  /** A file was saved, deleted or reset. */
  changed(studentId: string, lab: string): void {
    void this.#places.get(keyOf(studentId, lab))?.running?.mirror.changed();
  }

  /** Takes over what terminals have written until now, because the seat is about to go. */
  async flush(studentId: string): Promise<void> {
    const mine = [...this.#places.values()].filter((place) => place.studentId === studentId);
    if (mine.every(({ running }) => running === null)) return;
    await pause(LOOK_MS);
    await Promise.all(mine.map(async ({ running }) => running?.mirror.changed()));
  }

  stop(): void {
    for (const place of this.#places.values()) this.#drop(place);
  }

  #placeOf(studentId: string, lab: string): Place {
    const key = keyOf(studentId, lab);
    let place = this.#places.get(key);
    if (place === undefined) {
      place = {
        studentId,
        lab,
        pages: new Set(),
        running: null,
        starting: Promise.resolve(),
        telling: Promise.resolve(),
      };
      this.#places.set(key, place);
    }
    return place;
  }

  async #start(place: Place, seat: Seat<Duplex>): Promise<string> {
    if (place.running?.seat === seat.name) return place.running.path;
    place.running?.mirror.stop();
    place.running = null;
    const folder = new SeatFolder(seat, await this.#parts.folderOf(place.lab));
    const mirror = new WorkspaceMirror({
      ...(await this.#parts.filesOf(place.studentId, place.lab)),
      folder,
      tell: (message) => {
        for (const tell of place.pages) tell(message);
      },
      onEnd: () => {
        if (place.running?.mirror === mirror) place.running = null;
      },
    });
    place.running = { seat: seat.name, mirror, path: folder.path };
    await mirror.start();
    // The last page has gone meanwhile, and nobody would ever stop it.
    if (this.#places.get(keyOf(place.studentId, place.lab)) !== place) mirror.stop();
    return folder.path;
  }

  #drop(place: Place): void {
    place.running?.mirror.stop();
    place.running = null;
    this.#places.delete(keyOf(place.studentId, place.lab));
  }
}

const keyOf = (studentId: string, lab: string) => `${studentId} ${lab}`;
