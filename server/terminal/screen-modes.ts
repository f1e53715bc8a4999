const ESCAPE = 0x1b;
/** Longer than any sequence that is looked for; one may be cut in two by the chunks. */
const CARRY = 64;

/** Modes that matter to what the screen shows and what the keyboard and the mouse send. */
const kept = new Set([1, 6, 7, 25, 47, 1000, 1002, 1003, 1004, 1006, 1047, 1049, 2004]);
const onByDefault = new Set([7, 25]);
const fullScreenModes = [47, 1047, 1049];

/** Follows the private modes (`CSI ? n h/l`) in a stream of output, so that it can be cut and still shown right. */
export class ScreenModes {
  #modes = new Map<number, boolean>();
  #carry = "";

  read(chunk: Buffer): void {
    if (this.#carry === "" && !chunk.includes(ESCAPE)) return;
    const text = this.#carry + chunk.toString("latin1");

    for (const match of text.matchAll(/\u001bc|\u001b\[\?([\d;]{1,40})([hl])/g)) {
      const [, numbers, letter] = match;
      if (numbers === undefined) this.#modes = new Map();
      else for (const number of numbers.split(";").map(Number)) this.#set(number, letter === "h");
    }
    const escape = text.lastIndexOf("\u001b");
    this.#carry = escape === -1 || text.length - escape > CARRY ? "" : text.slice(escape);
    // A whole sequence is not read twice, or one that was taken back since would come back.

    if (/^\u001b(c|\[\?[\d;]*[a-z])/.test(this.#carry)) this.#carry = "";
  }

  get fullScreen(): boolean {
    return fullScreenModes.some((mode) => this.#modes.get(mode) === true);
  }

  /** Sequences that bring a fresh screen into the modes read so far. */
  restore(): string {
    return [...this.#modes].map(([mode, on]) => `\u001b[?${mode}${on ? "h" : "l"}`).join("");
  }

  #set(mode: number, on: boolean): void {
    if (!kept.has(mode)) return;
    if (on === onByDefault.has(mode)) this.#modes.delete(mode);
    else this.#modes.set(mode, on);
  }
}

/** Ends whatever a program that was cut off had switched on, at the beginning of a line. */
export const PLAIN_SCREEN =
  "\u001b[?1049l\u001b[?1l\u001b[?7h\u001b[?25h\u001b[?1000l\u001b[?1002l\u001b[?1003l\u001b[?1004l\u001b[?1006l\u001b[?2004l\u001b[0m\r\n";
