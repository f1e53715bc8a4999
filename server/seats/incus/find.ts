import type { IncusConnection } from "./connection.ts";
import { IncusError } from "./incus-error.ts";
import { type IncusAnswer, incusRequest, type IncusRequestOptions } from "./request.ts";

/** GET that answers null where there is no such thing (or where this certificate may not see it). */
export async function incusFind(
  incus: IncusConnection,
  path: string,
  options: IncusRequestOptions = {},
): Promise<IncusAnswer | null> {
  try {
    return await incusRequest(incus, "GET", path, options);
  } catch (error) {
    if (error instanceof IncusError && error.status === 404) return null;
    throw error;
  }
}
