import type { Text } from "../english.ts";

export const page: Text["page"] = {
  slogan: "Docker lernen, indem man Docker benutzt.",
  skip: "Zum Inhalt springen",
  breadcrumb: "Wo du bist",
  courses: "Kurse",
  position: (place, lessons) => `${place} von ${lessons}`,
  language: "Sprache",
  theme: "Farben",
  themes: { system: "System", light: "Hell", dark: "Dunkel" },
  close: "Schließen",
  notice: "Hinweis",
  noSeats: "Es gibt keine Plätze: Der Rechner der Plätze antwortet nicht.",
  withoutSeats:
    "Du kannst lesen und schreiben, und was du tippst, bleibt erhalten; Bauen, Starten und Prüfen warten, bis es wieder einen Platz gibt.",
  standIns: "Die Basis-Images sind Ersatz aus Debian-Paketen: Es ist keine Registry zu erreichen.",
  serverAway: "Der Server ist nicht zu erreichen. Versuch es wieder, wenn du online bist.",
  notFound: {
    title: "Unter dieser Adresse gibt es keine Seite",
    body: "Vielleicht heißt die Lektion jetzt anders, oder die Adresse hat einen Tippfehler. Von deinem ist nichts verloren.",
    wayOn: "Zu den Kursen",
  },
  failed: {
    title: "Diese Seite kam nicht zustande",
    body: "Auf dem Server ist etwas schiefgegangen, während er die Seite zusammensetzte. Was du getippt hast, ist sicher: Es liegt auf dem Server, und was noch nicht gesendet ist, in diesem Browser.",
    again: "Versuch es gleich noch einmal. Bleibt es so, dann sag es denen, die diese Seite betreiben.",
    number: "Nenn ihnen diese Nummer:",
    retry: "Noch einmal",
  },
};
