/** Looks at once, and again `pauseMs()` after each answer, until what it returns is called. */
export function lookRepeatedly(look: () => Promise<void>, pauseMs: () => number): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let watching = true;
  const next = async (): Promise<void> => {
    await look();
    if (watching) timer = setTimeout(() => void next(), pauseMs());
  };
  void next();
  return () => {
    watching = false;
    if (timer !== null) clearTimeout(timer);
  };
}
