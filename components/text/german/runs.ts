import type { Text } from "../english.ts";

export const runs: Text["runs"] = {
  names: { build: "Bau", start: "Start", check: "Prüfung" },
  now: (name, what) => `${name} – ${what}`,
  queued: (position) => (position <= 1 ? "als Nächstes dran" : `Nummer ${position} in der Schlange`),
  about: (amount) => `etwa ${amount}`,
  containerRuns: "der Container läuft",
  health: { starting: "fährt hoch", healthy: "gesund", unhealthy: "krank", none: "ohne Gesundheitsprüfung" },
  finishing: "gleich fertig",
  imageBuilt: (size) => `Image mit ${size} gebaut, sieht in seine Schichten`,
  stepsDone: (done, all) => `${done} von ${all} Schritten getan`,
  cloning: "holt dir einen Platz, etwa 2 s",
  waking: "weckt deinen Platz, etwa 2 s",
  sending: "schickt deine Dateien",
  starting: "fängt an",
  passed: (took) => `Prüfung: alles bestanden${took}`,
  after: (duration) => ` nach ${duration}`,
  done: (name, took) => `${name} fertig${took}`,
  endedItself: (took) => `Starten: Der Container endete von selbst${took} (Exit-Code 0)`,
  imageOf: (size) => `, Image mit ${size}`,
  failed: (name, took) => `${name} gescheitert${took}`,
  canceled: (name, took) => `${name} abgebrochen${took}`,
  limited: (name, took) => `${name} von einer Grenze angehalten${took}`,
  ended: (name, took) => `${name} zu Ende${took}`,
  stepFailed: "Dieser Schritt ist gescheitert.",
  logOfBuild: "Log des Baus",
  logOfCheck: "Log der Prüfung",
  noLog:
    "Hier erscheint das Log deines Baus, so wie die Engine es ausgibt. Drück auf Bauen, um einen zu beginnen.",
  logOf: "Log von",
  checks: {
    done: "Was die Prüfung schon getan hat",
    toCome: "Noch offen",
    asked: "Wonach gesehen wird",
    before: "Was folgt, ist von der Prüfung davor.",
    announceFresh:
      "Prüfen baut deine Dateien auf einem frischen Platz, den niemand angefasst hat, und beurteilt, was es dort findet. Es dauert etwa eine Minute.",
    announceOwn:
      "Prüfen sieht nach, was deine Befehle auf deinem Platz hinterlassen haben, so wie die Engine dort es sagt. Es dauert einen Augenblick; tu es nach jedem Schritt, wenn du magst.",
    announceRegistry:
      "Prüfen fragt die Registry der Klasse, was du hochgeladen hast, und deinen Platz, was du dort hinterlassen hast. Es dauert einen Augenblick; tu es nach jedem Schritt, wenn du magst.",
    announceBoth:
      "Prüfen sieht nach dem Stand deines eigenen Platzes und baut deine Dateien auf einem frischen, den niemand angefasst hat. Es dauert etwa eine Minute.",
    fromFresh: "Bewertet, auf einem frischen Platz",
    fromOwn: "Von deinem eigenen Platz: was seine Engine sagt, und kein Beweis",
    fromRegistry:
      "Bewertet nach dem, was die Registry der Klasse sagt; was gekennzeichnet ist, stammt von deinem eigenen Platz und ist kein Beweis",
    fromBoth:
      "Bewertet, auf einem frischen Platz; was gekennzeichnet ist, stammt von deinem eigenen und ist kein Beweis",
  },
};
