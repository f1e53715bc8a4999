/** A file as the database has it. */
export interface SavedFile {
  readonly hash: string;
  readonly version: number;
  readonly editable: boolean;
  /** It came with the exercise and cannot be deleted. */
  readonly isStarter: boolean;
}

/** What both sides last had in common. */
export interface CommonFile {
  readonly hash: string;
  readonly version: number;
}

export type Decision =
  /** Both have the same; that is the new common ground. `agreed`: whether it was so before. */
  | { readonly do: "agree" }
  /** The seat gets the saved text. */
  | { readonly do: "put" }
  /** The seat's file goes: it was deleted in the editor. */
  | { readonly do: "remove" }
  /** The seat's text is saved on top of this version. */
  | { readonly do: "save"; readonly baseVersion: number }
  /** The file is deleted for good: it was deleted in the seat. */
  | { readonly do: "delete"; readonly baseVersion: number }
  /** Changed on both sides: both stay until the student chooses. */
  | { readonly do: "conflict" }
  /** A file that this exercise does not let anybody change: the seat's stays in the seat. */
  | { readonly do: "leave" }
  | { readonly do: "forget" };

/**
 * What is to be done about one path, from what is saved, what is in the seat, and what was common last.
 * @param seat hash of the file in the seat; null when there is none
 * @param writable whether the exercise lets a file of this name be added
 */
export function decideFile(
  saved: SavedFile | null,
  seat: string | null,
  common: CommonFile | null,
  writable: boolean,
): Decision {
  if (saved === null) {
    if (seat === null) return { do: "forget" };
    if (common !== null && common.hash === seat) return { do: "remove" };
    return writable ? { do: "save", baseVersion: 0 } : { do: "leave" };
  }
  if (seat === null) {
    const wasThere = common?.version === saved.version && common.hash === saved.hash;
    return wasThere && saved.editable && !saved.isStarter
      ? { do: "delete", baseVersion: saved.version }
      : { do: "put" };
  }
  if (seat === saved.hash) return { do: "agree" };
  if (common !== null && seat === common.hash) return { do: "put" };
  const savedIsOld = common === null ? saved.version === 0 : common.hash === saved.hash;
  if (!saved.editable) return savedIsOld ? { do: "leave" } : { do: "put" };
  return savedIsOld ? { do: "save", baseVersion: saved.version } : { do: "conflict" };
}
