/** A refusal or silence of Incus. `status` is the HTTP status; 0: nothing answered; 499: cancelled by us. */
export class IncusError extends Error {
  override readonly name = "IncusError";
  readonly status: number;

  constructor(status: number, message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.status = status;
  }
}

/** Words of a member of a cluster about another one that it could not ask. */
const AWAY =
  /couldn't find a cluster member|missing event connection|server isn't ready yet|unable to connect|connection (refused|reset)|no route to host|i\/o timeout|deadline exceeded|unexpected EOF|is offline|currently offline/i;

/** Whether a cluster answered that the member whose turn it was does not. */
export const isMemberAway = (error: unknown): boolean =>
  error instanceof IncusError && error.status >= 500 && AWAY.test(error.message);
