/** A registry that answered, but did not give a base image. The message is one line that says what to do. */
export class PullError extends Error {
  override readonly name = "PullError";

  constructor(image: string, host: string, cause: unknown) {
    const said = (cause instanceof Error ? cause.message : String(cause)).trim().split("\n").at(-1) ?? "";
    super(
      `${image} could not be had from ${host} (${said.slice(0, 300)}). Name the host that it keeps its layers on in ` +
        "DOWNLOAD_HOSTS if that is what the proxy refuses, or start with OFFLINE=yes",
      { cause },
    );
  }
}
