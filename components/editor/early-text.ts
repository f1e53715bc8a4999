/** What was typed into a textarea before the page's script took it over, and where the caret stood. */
export interface EarlyText {
  readonly text: string;
  readonly selectionStart: number;
  readonly selectionEnd: number;
}

/**
 * React puts the server's text back when it takes over a field, whatever was typed meanwhile. So this part,
 * which runs before that, looks at the fields that are there and listens until each is taken over.
 */
const early = new WeakMap<HTMLTextAreaElement, EarlyText>();
const takenOver = new WeakSet<HTMLTextAreaElement>();

function note(area: HTMLTextAreaElement): void {
  if (takenOver.has(area) || area.value === area.defaultValue.replace(/\r\n?/g, "\n")) return;
  const { value: text, selectionStart, selectionEnd } = area;
  early.set(area, { text, selectionStart, selectionEnd });
}

if (typeof document !== "undefined") {
  for (const area of document.querySelectorAll<HTMLTextAreaElement>("textarea.code-editor__area")) note(area);
  // For as long as the page lives: fields may come with a later part of the page.
  document.addEventListener(
    "input",
    ({ target }) => {
      if (target instanceof HTMLTextAreaElement && target.matches(".code-editor__area")) note(target);
    },
    { capture: true, passive: true },
  );
}

/** Null when nothing was typed early. From now on the field is the page's own. */
export function takeEarlyText(area: HTMLTextAreaElement): EarlyText | null {
  takenOver.add(area);
  return early.get(area) ?? null;
}
