import type { Text } from "../english.ts";

export const course: Text["course"] = {
  none: "Noch kein Kurs. Ein Kurs ist ein Ordner mit einer course.yaml im Ordner content dieses Servers.",
  lessons: (count) => (count === 1 ? "1 Lektion" : `${count} Lektionen`),
  passedOf: (passed, exercises) =>
    `${passed} von ${exercises === 1 ? "1 Übung" : `${exercises} Übungen`} bestanden`,
  begin: (title) => `Anfangen: ${title}`,
  goOn: (title) => `Weiter: ${title}`,
  here: "Hier warst du zuletzt",
  exercise: "Übung",
  passed: "Übung bestanden",
  checksPassed: (passed, checks) =>
    `${passed} von ${checks === 1 ? "1 Prüfung" : `${checks} Prüfungen`} bestanden`,
};
