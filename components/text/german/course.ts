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
  exercises: (count) => `${count} Übungen`,
  passed: "Übung bestanden",
  allPassed: (count) => `${count} Übungen bestanden`,
  openedBefore: (count) =>
    count === null || count === 1
      ? "Lösung vor dem Bestehen geöffnet"
      : `${count} Lösungen vor dem Bestehen geöffnet`,
  openedAfter: (count) =>
    count === null || count === 1
      ? "Lösung nach dem Bestehen geöffnet"
      : `${count} Lösungen nach dem Bestehen geöffnet`,
  stepsDone: "Übung erledigt",
  stepsOf: (done, steps) => `${done} von ${steps === 1 ? "1 Schritt" : `${steps} Schritten`} erledigt`,
  checksPassed: (passed, checks) =>
    `${passed} von ${checks === 1 ? "1 Prüfung" : `${checks} Prüfungen`} bestanden`,
};
