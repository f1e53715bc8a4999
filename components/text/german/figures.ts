import type { Text } from "../english.ts";

export const figures: Text["figures"] = {
  note: "Hinweis",
  careful: "Vorsicht",
  table: "Tabelle",
  layers: { base: "Basis-Image", own: "eigen", waste: "zur Laufzeit nutzlos" },
  underOneMegabyte: "unter 1 MB",
  fates: { cached: "aus dem Cache", changed: "andere Dateien", again: "noch einmal getan" },
  notInImage: "nicht im Image",
  theImage: "das ist das Image",
  gives: "gibt",
  network: "Netz des Projekts: Jeder Name ist ein Rechner",
  closed: "nach außen zu",
  outside: "außen",
  leadsToPort: (port) => `führt zu Port ${port}`,
  asks: "fragt",
  waitsUntil: (what) => `wartet, bis ${what}`,
  volume: "Volume",
  at: "unter",
  caseNotes: (of) => `Krankenblatt von ${of}. Öffne es, wenn sie geheilt ist`,
};
