import type { Text } from "../english.ts";

export const keys: Text["keys"] = {
  title: "Tasten",
  build: "Das Image aus deinen Dateien bauen",
  check: "Deine Dateien auf einem frischen Platz prüfen",
  save: "Jetzt speichern (was du tippst, wird ohnehin gespeichert)",
  search: "In diesem Kurs suchen",
  walk: "Durch die Bereiche gehen: Text, Editor, Knöpfe, Ergebnisse",
  leaveEditor: { keys: "Escape, dann Tab", what: "Den Editor verlassen" },
  leaveTerminal: "Das Terminal verlassen",
  clipboard: "Im Terminal: kopieren, einfügen",
  arrows: { keys: "Pfeiltasten", what: "Auf einer Trennlinie: sie verschieben. Auf Reitern: der nächste" },
  ends: { keys: "Pos1, Ende", what: "Auf Reitern: der erste, der letzte" },
  searchNames: "/ oder Strg + K",
  list: "Diese Liste",
  mac: "Auf einem Mac tut Command, was Ctrl (Strg) tut.",
};
