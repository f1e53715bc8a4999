import { z } from "zod";
import { adviceRules } from "./rules.ts";

/** A finding as report and command line tell it: where it is, what it is, why. */
export const advice = z.object({
  path: z.string(),
  /** 1-based, of the file as it was judged. */
  line: z.number().int().positive(),
  rule: z.enum(adviceRules),
  hadolint: z.string().nullable(),
  severity: z.enum(["error", "warning", "info"]),
  message: z.string(),
  why: z.string(),
});
export type Advice = z.infer<typeof advice>;

/** Where a course teaches what a rule asks for. */
export const adviceLink = z.object({
  /** Address within the site, with the anchor. */
  href: z.string(),
  /** Number and title of the lesson. */
  number: z.number().int(),
  title: z.string(),
});

/** Rules that the course has a lesson for. */
export const adviceLinks = z.partialRecord(z.enum(adviceRules), adviceLink);
export type AdviceLinks = z.infer<typeof adviceLinks>;
