import { z } from "zod";
import { labId } from "../../../core/lab/lab-id.ts";

export const createTerminalRequest = z.strictObject({ lab: labId });
