import { z } from "zod";

/** Where the evidence of a lab's checks comes from: a fresh seat, the student's own, some from each, the class registry. */
export const evidenceSource = z.enum(["fresh", "own", "both", "registry"]);
export type EvidenceSource = z.infer<typeof evidenceSource>;
