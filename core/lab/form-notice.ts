/**
 * What the forms of the page without JavaScript answer: a code in the address (`?notice=saved`), so that a link
 * cannot put words into our mouth.
 */
const notices = {
  saved: "Saved.",
  started: "Started. Reload this page to see how far it is.",
  canceled: "Canceled.",
  reset: "The file is as the exercise has it. Your text is kept: Undo reset brings it back.",
  undone: "The reset was taken back.",
  conflict:
    "Not saved: this file was changed elsewhere since the page was loaded. Go back to see your text, copy it, reload, and put it in again.",
  busy: "One is under way already. Wait until it has ended, or cancel it.",
  "nothing-to-cancel": "Nothing was under way.",
  "nothing-to-undo": "There is no reset to take back.",
  "too-large": "Not saved: the file, or all files together, are too large. Go back to see your text.",
  "not-allowed": "Not saved: this exercise does not let you change that file, or it is not text.",
  "bad-request": "Not done: the form was not understood. Reload the page and try again.",
  "no-seats": "Not started: this server has no seats now. The note at the top of the page says why.",
  forbidden: "Not done: the form did not come from this page. Try again from here.",
  failed: "Not done: something broke on our side. Try again in a moment.",
} as const;

export type FormNotice = keyof typeof notices;

/** The sentence for a code from the address; null for none and for a code that is not ours. */
export function formNotice(code: string | null): string | null {
  return code !== null && Object.hasOwn(notices, code) ? notices[code as FormNotice] : null;
}
