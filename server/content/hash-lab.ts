import { createHash } from "node:crypto";
import type { LoadedLab } from "./load-lab.ts";

/**
 * What a lab asks of a student with this variant, as one number: checks, limits and starter. It changes when the lab
 * does. SHA-256 in hexadecimal digits.
 */
export const hashLab = ({ lab, starter }: LoadedLab): string =>
  createHash("sha256")
    .update(JSON.stringify([lab, starter]))
    .digest("hex");
