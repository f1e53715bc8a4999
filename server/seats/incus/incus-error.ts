/** A refusal or silence of Incus. `status` is the HTTP status; 0: nothing answered; 499: cancelled by us. */
export class IncusError extends Error {
  override readonly name = "IncusError";
  readonly status: number;

  constructor(status: number, message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.status = status;
  }
}
