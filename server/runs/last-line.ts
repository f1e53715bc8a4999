import { createPlainLog } from "../../core/run/plain-log.ts";

const KEPT = 4000;
const SHOWN = 200;

/** The last line that a program has printed: that is where it names what went wrong. */
export class LastLine {
  readonly #plain = createPlainLog();
  #end = "";

  add(text: string): void {
    this.#end = (this.#end + this.#plain(text)).slice(-KEPT);
  }

  /** " The last line of its log: KeyError: 'model'"; empty when it printed nothing. */
  inWords(): string {
    const lines = this.#end
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "");
    const last = lines.at(-1) ?? "";
    if (last === "") return " It printed nothing.";
    return ` The last line of its log: ${last.length > SHOWN ? `${last.slice(0, SHOWN)}…` : last}`;
  }
}
