import type { Text } from "../english.ts";

export const search: Text["search"] = {
  open: "Suche",
  title: "In diesem Kurs suchen",
  titleOf: (course) => `Suche in ${course}`,
  field: "Gesuchte Wörter",
  submit: "Suchen",
  hint: "Ein Befehl, eine Anweisung, ein Wort: docker exec, HEALTHCHECK, Cache",
  none: (query) => `Nichts in diesem Kurs enthält „${query}“.`,
  found: (count) => (count === 1 ? "1 Abschnitt" : `${count} Abschnitte`),
  results: "Treffer",
  all: "Alle Treffer auf einer eigenen Seite",
  keys: "Pfeiltasten gehen durch die Treffer, Enter öffnet einen, Escape schließt.",
  failed: "Die Suche hat nicht geantwortet. Versuch es noch einmal.",
};
