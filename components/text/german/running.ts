import type { Text } from "../english.ts";

export const running: Text["running"] = {
  title: "Auf deinem Platz läuft",
  noTab: "Dein Browser hat keinen neuen Tab geöffnet.",
  openPreviewOf: (port) => `Vorschau von Port ${port} öffnen`,
  containers: "Container",
  keptOne:
    "Ein Volume ist noch da, das kein Container benutzt; docker compose down -v oder docker volume rm entfernt es.",
  keptMany:
    "Es sind noch Volumes da, die kein Container benutzt; docker compose down -v oder docker volume rm entfernt sie.",
  kept: "Volumes, die noch da sind",
  more: "Es gibt mehr; docker ps im Terminal zählt alle auf.",
  byRun: "durch Starten gestartet",
  ports: (name) => `Ports von ${name}`,
  openPreview: "Vorschau öffnen",
  openPreviewNamed: (name, port) => `Vorschau von ${name}, Port ${port}, in einem neuen Tab öffnen`,
  logs: "Logs",
  logsOf: (name) => `Logs des Containers ${name}`,
  stop: "Anhalten",
  stopping: "Hält an",
  stopNamed: (name) => `Container ${name} anhalten`,
  notPublished: "nicht veröffentlicht",
  looking: "Sieht auf deinem Platz nach.",
  nothing:
    "Es läuft kein Container. Was du startest, erscheint hier mit seinen Ports: durch Starten, oder mit docker run -d -p 8000:8000 oder docker compose up -d im Terminal.",
  nothingWithoutRun:
    "Es läuft kein Container. Was du im Terminal startest, erscheint hier mit seinen Ports: docker run -d -p 8000:8000 oder docker compose up -d.",
  waking: "Dein Platz wacht auf.",
  unavailable: "Der Rechner, auf dem die Übungen laufen, antwortet nicht.",
  asleep: "Dein Platz schläft, also läuft nichts auf ihm. Starten, Bauen oder ein Terminal weckt ihn.",
  asleepWithoutRun: "Dein Platz schläft, also läuft nichts auf ihm. Ein Terminal weckt ihn.",
  logsTitle: (title) => `Logs von ${title}`,
  logTitle: (service) => `Log von ${service}`,
  followAgain: "Weiter verfolgen",
  closeLogs: "Logs schließen",
  service: "Dienst",
  allServices: "Alle Dienste",
  pause: "Innehalten",
  paused: "Angehalten; neue Zeilen werden aufgehoben.",
  following: { opening: "Öffnet.", live: "Verfolgt.", ended: "Zu Ende." },
  lost: "Die Verbindung ist abgerissen; sie kommt von selbst wieder.",
};
