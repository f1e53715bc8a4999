import type { Text } from "../english.ts";

export const seat: Text["seat"] = {
  chip: (word) => `Platz: ${word}`,
  words: {
    unavailable: "nicht zu haben",
    building: "baut",
    full: "voll",
    waking: "wacht auf",
    asleepIn: (minutes) => `schläft in ${minutes} min`,
    running: "läuft",
    awake: "wach",
    asleep: "schläft",
    none: "noch nicht nötig",
    sleep: "schläft ein",
    discard: "wird weggeworfen",
  },
  explanations: {
    unavailable: "Lesen und Schreiben gehen; Bauen, Starten und Prüfen nicht.",
    building: "Dein Platz arbeitet an einem Bau.",
    full: "Seine Platte ist voll. Wirf ihn weg, dann bekommst du einen frischen; deine Dateien bleiben.",
    waking: "Dein Platz wacht auf, etwa 2 s.",
    drowsy:
      "Niemand benutzt ihn. Jede Taste in einem Terminal hält ihn wach; deine Dateien sind auf jeden Fall gespeichert.",
    awake: "Dein eigener kleiner Rechner mit einer eigenen Docker-Engine.",
    asleep: "Er wacht von selbst auf, mit dem nächsten Bau oder der nächsten Taste in einem Terminal.",
    none: "Dein erster Bau holt dir einen Rechner mit einer eigenen Docker-Engine, in etwa 2 s.",
  },
  memory: "Arbeitsspeicher",
  disk: "Platte",
  amountOf: (value, limit) => `${value} von ${limit}`,
  sleep: "Schlafen legen",
  discard: "Wegwerfen",
  whatGoes:
    "Images, Container und Bau-Cache auf dem Platz sind dann weg. Deine Dateien bleiben: Sie liegen auf dem Server. Der nächste Bau bekommt einen neuen Platz.",
  discardNow: "Diesen Platz wegwerfen",
  keep: "Behalten",
  noAnswer: "Der Platz hat nicht geantwortet. Versuch es noch einmal.",
};
