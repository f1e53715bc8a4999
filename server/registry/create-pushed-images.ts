import type { DeletePushedRequest, PushedImages as Pushed } from "../../core/registry/listing.ts";
import type { ClassRegistry } from "./class-registry.ts";

export type PushedImages = ReturnType<typeof createPushedImages>;

/** What a student has in the class registry. */
export function createPushedImages(registry: ClassRegistry) {
  return {
    /** Neither wakes the seat nor keeps it awake. */
    listPushed: (studentId: string): Promise<Pushed> => registry.list(studentId),

    /** Deletes an image of theirs with its tags. CONFLICT when the seat does not run. */
    deletePushed: (studentId: string, request: DeletePushedRequest): Promise<void> =>
      registry.delete(studentId, request),
  };
}
