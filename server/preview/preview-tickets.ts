import { randomBytes } from "node:crypto";
import { AppError } from "../../core/errors.ts";
import { say } from "../../core/messages/say.ts";
import type { PreviewClaim } from "./preview-claim.ts";

interface Ticket {
  readonly claim: PreviewClaim;
  readonly expiresAt: number;
  /** When the session ends that it was given to; null: never. */
  readonly until: number | null;
}

const LIFETIME_MS = 60_000;
const PER_STUDENT = 20;

/** What lets a browser into a preview once, within a minute. They live in memory: a restart ends them. */
export class PreviewTickets {
  readonly #tickets = new Map<string, Ticket>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /**
   * @param until when the session ends that asks, ms since 1970
   * @throws AppError TOO_MANY
   */
  issue(claim: PreviewClaim, until: number | null = null): string {
    const now = this.#now();
    let mine = 0;
    for (const [id, one] of this.#tickets) {
      if (one.expiresAt <= now) this.#tickets.delete(id);
      else if (one.claim.studentId === claim.studentId) mine += 1;
    }
    if (mine >= PER_STUDENT) {
      throw new AppError("TOO_MANY", {
        message: `${mine} unused preview tickets`,
        userMessage: say("preview.too-many"),
      });
    }
    const id = randomBytes(24).toString("base64url");
    this.#tickets.set(id, { claim, expiresAt: now + LIFETIME_MS, until });
    return id;
  }

  /** What the ticket is for; it is gone with that. Null when there is none, or it came too late. */
  redeem(id: string): Pick<Ticket, "claim" | "until"> | null {
    const ticket = this.#tickets.get(id);
    this.#tickets.delete(id);
    const now = this.#now();
    const isOver = ticket === undefined || ticket.expiresAt <= now || (ticket.until ?? Infinity) <= now;
    return isOver ? null : { claim: ticket.claim, until: ticket.until };
  }
}
