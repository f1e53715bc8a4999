/** Printed before the command begins: until then nothing has run, and Incus may be asked again. One byte. */
export const BEGUN = "!";

/** How far a dialled command is. */
export type DialState =
  /** The connections are opened; the command has not begun. */
  | "opening"
  | "running"
  /** It has closed its stdout. */
  | "ended"
  /** The connection broke, or the command never began. */
  | "gone";

export type DialInput =
  | { readonly type: "bytes"; readonly bytes: Buffer }
  /** The far side says that there is no more. */
  | { readonly type: "end" }
  | { readonly type: "broken"; readonly cause?: unknown };

export type DialAct =
  | { readonly do: "begin" }
  | { readonly do: "pass on"; readonly bytes: Buffer }
  | { readonly do: "end" }
  | { readonly do: "destroy"; readonly why: string; readonly cause?: unknown };

/** The next state, and what is done, in its order. Pure. After an end or a break nothing more is done. */
export function stepDial(
  state: DialState,
  input: DialInput,
): { readonly state: DialState; readonly acts: readonly DialAct[] } {
  if (state === "ended" || state === "gone") return { state, acts: [] };
  switch (input.type) {
    case "bytes": {
      const bytes = state === "opening" ? input.bytes.subarray(BEGUN.length) : input.bytes;
      const passed: readonly DialAct[] = bytes.length === 0 ? [] : [{ do: "pass on", bytes }];
      return { state: "running", acts: state === "opening" ? [{ do: "begin" }, ...passed] : passed };
    }
    case "end":
      return state === "running"
        ? { state: "ended", acts: [{ do: "end" }] }
        : { state: "gone", acts: [{ do: "destroy", why: "the command did not begin" }] };
    case "broken": {
      const { cause } = input;
      return { state: "gone", acts: [{ do: "destroy", why: "the connection into the seat broke", cause }] };
    }
  }
}
