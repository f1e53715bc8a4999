const ADVICE: readonly (readonly [RegExp, string])[] = [
  [
    /forbidden|denied/i,
    "Where the proxy refused, the registry keeps its files on a host that no setting names: add it to DOWNLOAD_HOSTS",
  ],
  [/not found|manifest unknown/i, "It has no such image: look at `images` in course.yaml"],
  [
    /toomanyrequests|too many requests/i,
    "It serves only so many requests an hour: wait, or set REGISTRY to a mirror",
  ],
];

/** A registry that answered, but did not give a base image. The message is one line that says what to do. */
export class PullError extends Error {
  override readonly name = "PullError";

  constructor(image: string, host: string, reason: string) {
    const advice = ADVICE.find(([pattern]) => pattern.test(reason))?.[1] ?? "Start again";
    super(`${image} could not be had from ${host} (${reason}). ${advice}, or start with OFFLINE=yes`);
  }
}
