import { statfs } from "node:fs/promises";

const LOOK_MS = 2000;

export interface DiskRoom {
  /** Whether less is free than has to stay free, as of some seconds ago. */
  isLow(): boolean;
  close(): void;
}

/**
 * Looks at the free disk of a folder, from now until it is closed. A disk that cannot be looked at counts as it was
 * when it last could.
 * @param floorBytes what has to stay free for this process's user; 0: never low
 */
export async function watchDiskRoom(
  directory: string,
  floorBytes: number,
  lookMs = LOOK_MS,
): Promise<DiskRoom> {
  let low = false;
  const look = async () => {
    const found = await statfs(directory).catch(() => null);
    if (found !== null) low = found.bavail * found.bsize < floorBytes;
  };
  await look();
  const timer = setInterval(() => void look(), lookMs).unref();
  return { isLow: () => low, close: () => clearInterval(timer) };
}
