/**
 * Takes terminal escapes out of log text as it comes in pieces: CSI, OSC and the other strings, two-character
 * escapes, C1 controls and every control character but tab and line feed. A carriage return that redraws a
 * line becomes a line feed, so that each state of a progress bar is a line. An escape may be cut anywhere
 * between two pieces.
 */
export function createPlainLog(): (piece: string) => string {
  type State = "text" | "escape" | "csi" | "string" | "string-escape" | "intermediate";
  let state: State = "text";
  let afterReturn = false;

  const next = (code: number): State => {
    switch (state) {
      case "csi":
        return code >= 0x40 && code <= 0x7e ? "text" : "csi";
      case "string":
        if (code === 0x07 || code === 0x9c) return "text";
        return code === 0x1b ? "string-escape" : "string";
      case "string-escape":
        return code === 0x5c ? "text" : "string";
      case "intermediate":
        return code >= 0x20 && code <= 0x2f ? "intermediate" : "text";
      case "escape":
        if (code === 0x5b) return "csi";
        // OSC, DCS, SOS, PM, APC: a string up to BEL or ST.
        if ([0x5d, 0x50, 0x58, 0x5e, 0x5f].includes(code)) return "string";
        return code >= 0x20 && code <= 0x2f ? "intermediate" : "text";
      case "text":
        if (code === 0x1b) return "escape";
        if (code === 0x9b) return "csi";
        return [0x9d, 0x90, 0x98, 0x9e, 0x9f].includes(code) ? "string" : "text";
    }
  };

  return (piece) => {
    let plain = "";
    // Runs of ordinary text are copied in one go: a log is mostly that.
    let start = 0;
    for (let index = 0; index < piece.length; index++) {
      const code = piece.charCodeAt(index);
      const ordinary = (code >= 0x20 && code < 0x7f) || code > 0x9f || code === 0x09;
      if (state === "text" && ordinary && !afterReturn) continue;
      if (state === "text") {
        plain += piece.slice(start, index);
        if (afterReturn && code !== 0x0a && code !== 0x0d) plain += "\n";
        if (code !== 0x0d) afterReturn = false;
      }
      const before = state;
      // A line feed ends whatever an unfinished escape swallowed: one bad byte must not hide the whole log.
      state = code === 0x0a ? "text" : next(code);
      if (code === 0x0a) plain += "\n";
      else if (code === 0x0d) afterReturn = true;
      if (before === "text" && state === "text" && ordinary) start = index;
      else start = index + 1;
    }
    if (state === "text") plain += piece.slice(start);
    return plain;
  };
}
