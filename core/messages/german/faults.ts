import type { Ways } from "../message.ts";

export const faultMessages = {
  "lesson.no-picture": "Dieses Bild gibt es nicht.",
  "lesson.broken": ({ file }: { file: string }) =>
    `Diese Lektion kann nicht angezeigt werden, weil ihr Text einen Fehler hat (${file}). Das Log der Seite nennt die Zeile.`,
  "lesson.none": "Diese Lektion gibt es nicht.",
  "quiz.nothing-chosen":
    "Wähle zuerst eine Antwort und drücke dann „Antworten“. Mit „Zurück“ im Browser kommst du wieder zur Frage.",
  "quiz.gone": "Diese Lektion hat die Frage nicht mehr. Lade die Seite neu.",
  "container.none": "Diesen Container gibt es nicht.",
  "logs.of-what": "Die Anfrage nennt keinen Container und keinen Service.",
  "logs.too-many-pages":
    "Zu viele Seiten verfolgen gleichzeitig Logs. Schließe einen Tab, dann geht es hier weiter.",
  "authoring.off": "Diese Seite beobachtet ihre Kurse nicht. `npm run author` startet eine, die es tut.",
  "course.none": "Diesen Kurs gibt es nicht.",
  "step.not-understood":
    "Der Schritt wurde nicht verstanden. Geh zurück, lade die Seite neu und versuche es noch einmal.",
  "step.gone": "Diese Übung hat den Schritt nicht mehr. Lade die Seite neu.",
  "request.not-understood": ({ why }: { why: string }) => `Die Anfrage wurde nicht verstanden: ${why}.`,
  "request.too-large": ({ bytes }: { bytes: number }, { number }: Ways) =>
    `Das ist zu groß. Hier kannst du höchstens ${number(bytes)} Byte senden.`,
  "request.no-event-number": "Die Anfrage wurde nicht verstanden: Sie braucht die Nummer eines Ereignisses.",
  "request.too-many-at-once":
    "Es laufen zu viele deiner Anfragen gleichzeitig. Warte ein paar Sekunden und versuche es dann noch einmal.",
  "request.too-many-lately":
    "Du hast in kurzer Zeit viele Anfragen geschickt. Warte einen Moment und versuche es dann noch einmal.",
  "request.bad-path":
    "Dieser Pfad hat Zeichen, die sich nicht senden lassen. Kodiere sie (%20 für ein Leerzeichen).",
  "request.foreign":
    "Diese Anfrage kam nicht von einer Seite dieser Website, deshalb wurde nichts geändert. Öffne die Lektion und versuche es noch einmal.",
  "language.none": "Diese Sprache gibt es hier nicht. Mit „Zurück“ im Browser kommst du wieder zur Seite.",
  "lab.terminal-only": "Diese Übung hat keine Knöpfe für Build und Run. Du löst sie im Terminal.",
  "lab.none": "Diese Übung gibt es nicht. Öffne sie aus ihrer Lektion.",
  "lab.no-checks": "Diese Übung hat keine Prüfungen. Hake jeden Schritt ab, wenn du ihn gemacht hast.",
  "site.busy":
    "Die Seite ist gerade stark ausgelastet. Es geht nichts verloren. Versuche es in ein paar Sekunden noch einmal.",
  "site.database-busy":
    "Die Seite ist stark ausgelastet, oder ihre Datenbank startet gerade. Nichts Gespeichertes geht verloren. Versuche es in ein paar Sekunden noch einmal.",
  "site.stopping": "Die Seite wird gerade beendet. Versuche es noch einmal, wenn sie wieder da ist.",
  "terminals.own-limit": ({ count }: { count: number }, { number, plural }: Ways) =>
    `Du hast ${number(count)} ${plural(count, { one: "Terminal", other: "Terminals" })} offen, mehr gehen nicht. Schließe zuerst eines.`,
  "terminals.site-limit":
    "Alle Terminals dieser Seite sind belegt. Versuche es in ein paar Minuten noch einmal.",
  "seats.preparing":
    "Die Maschinen für die Übungen werden noch vorbereitet. Lektionen und Editor funktionieren schon. Deine Maschine ist in ein paar Minuten bereit.",
  "seats.host-silent":
    "Der Server, auf dem deine Maschine läuft, antwortet nicht. Deine Dateien sind sicher. Versuche es in einer Minute noch einmal, und sag deiner Lehrkraft Bescheid, wenn es wieder passiert.",
  "seats.disk-too-small":
    "Deine Maschine kann nicht erstellt werden: Ihr Plattenlimit ist kleiner als das, womit jede Maschine beginnt. Deine Dateien sind sicher. Wer diese Seite betreibt, muss SEAT_DISK erhöhen.",
  "seats.no-memory":
    "Der Server hat keinen Speicher mehr für eine weitere Maschine. Deine Dateien sind sicher. Versuche es in einer Minute noch einmal.",
  "seats.all-taken": ({ count }: { count: number }, { number }: Ways) =>
    `Alle ${number(count)} Maschinen dieser Seite sind belegt. Deine Dateien sind sicher. Versuche es in ein paar Minuten noch einmal, oder bitte deine Lehrkraft, SEAT_LIMIT zu erhöhen.`,
  "seats.not-ready": "Der Server für die Übungen ist noch nicht bereit. Versuche es gleich noch einmal.",
  "seats.gone":
    "Der Server für die Übungen antwortet nicht. Lektionen und Editor funktionieren. Drydock versucht weiter, ihn zu erreichen.",
  "seats.too-slow":
    "Der Server für die Übungen hat nicht rechtzeitig geantwortet. Versuche es gleich noch einmal.",
  "machine.silent":
    "Deine Maschine antwortet nicht mehr. Deine Dateien sind sicher. Versuche es noch einmal, oder setze die Maschine in ihrem Menü zurück.",
  "machine.disk-full":
    "Die Platte deiner Maschine ist voll, deshalb konnten deine Dateien nicht dorthin kopiert werden. Schaffe Platz (docker system prune), oder setze die Maschine in ihrem Menü zurück. Deine Dateien bleiben erhalten.",
  "machine.files-not-copied":
    "Deine Dateien konnten nicht auf deine Maschine kopiert werden. Versuche es noch einmal, oder setze die Maschine in ihrem Menü zurück.",
  "machine.folder-refuses": ({ folder }: { folder: string }) =>
    `Deine Dateien lassen sich nicht nach ${folder} auf deiner Maschine kopieren. Wenn es wieder passiert, setze die Maschine in ihrem Menü zurück.`,
  "machine.sleeps": "Deine Maschine schläft, deshalb läuft dort nichts mehr.",
  "laptop.docker-silent":
    "Docker antwortet auf diesem Computer nicht. Starte Docker Desktop und versuche es dann noch einmal.",
  "laptop.no-terminal":
    "Das Terminal konnte auf deiner Maschine nicht geöffnet werden. Prüfe, ob Docker läuft, und versuche es dann noch einmal.",
  "laptop.machine-silent":
    "Deine Maschine im Docker dieses Computers antwortet nicht. Prüfe, ob Docker läuft, und versuche es dann noch einmal.",
  "files.bad-name": ({ name }: { name: string }) => `Der Dateiname ${name} geht auf deiner Maschine nicht.`,
  "files.too-much": "Diese Dateien sind zu viele oder zu groß für eine Maschine.",
  "files.bad-folder": "Dieser Ordner geht auf deiner Maschine nicht.",
  "files.too-slow":
    "Deine Dateien brauchen zu lange zum Lesen und wurden nicht zu Ende gelesen. Sie sind gespeichert. Mach sie kürzer oder einfacher und versuche es dann noch einmal.",
  "files.reader-broke":
    "Drydock hat einen Fehler gemacht und konnte deine Dateien nicht lesen. Sag deiner Lehrkraft Bescheid.",
  "files.no-workspace-name": ({ path }: { path: string }) =>
    `„${path}“ kann keine Datei in deinem Arbeitsbereich heißen.`,
  "files.not-editable": ({ path, editable }: { path: string; editable: readonly string[] }, { list }: Ways) =>
    `${path} kannst du in dieser Übung nicht ändern oder anlegen. Ändern kannst du ${list(editable)}.`,
  "files.not-text": ({ path }: { path: string }) =>
    `${path} ist keine Textdatei: Sie enthält ein NUL-Byte oder ist kein gültiges UTF-8.`,
  "files.too-long": (
    { path, bytes, most }: { path: string; bytes: number; most: number },
    { number }: Ways,
  ) => `${path} hat ${number(bytes)} Byte. Eine Datei kann höchstens ${number(most)} haben.`,
  "files.too-many": ({ count, most }: { count: number; most: number }, { number, plural }: Ways) =>
    `Du hast schon ${number(count)} ${plural(count, { one: "Datei", other: "Dateien" })}. Ein Arbeitsbereich kann höchstens ${number(most)} haben.`,
  "files.too-long-together": ({ bytes, most }: { bytes: number; most: number }, { number }: Ways) =>
    `Alle Dateien zusammen hätten ${number(bytes)} Byte. Sie können höchstens ${number(most)} haben.`,
  "files.clash": ({ path, other }: { path: string; other: string }) =>
    `${path} kann es neben ${other} nicht geben: Ein Name kann nicht zugleich Datei und Ordner sein.`,
  "files.too-long-in-all": ({ bytes, most }: { bytes: number; most: number }, { number }: Ways) =>
    `Deine Dateien aus allen Übungen zusammen hätten ${number(bytes)} Byte. Sie können höchstens ${number(most)} haben. Setze eine Übung zurück, die du nicht mehr brauchst.`,
  "files.none": ({ path }: { path: string }) => `Die Datei ${path} gibt es nicht.`,
  "files.belongs": ({ path }: { path: string }) =>
    `${path} gehört zur Übung, deshalb kannst du die Datei nicht löschen. Setze sie zurück, um den ursprünglichen Text zu bekommen.`,
  "engine.lies":
    "Die Docker-Engine auf deiner Maschine antwortet mit etwas, das Docker nie sendet. Setze die Maschine in ihrem Menü zurück. Deine Dateien bleiben erhalten.",
  "engine.refused": ({ reason }: { reason: string }) =>
    `Die Docker-Engine auf deiner Maschine hat abgelehnt: ${reason}. Versuche es noch einmal. Wenn es wieder passiert, setze die Maschine in ihrem Menü zurück.`,
  "engine.too-slow":
    "Die Docker-Engine auf deiner Maschine hat nicht rechtzeitig geantwortet. Versuche es noch einmal, oder setze die Maschine in ihrem Menü zurück.",
  "engine.ended":
    "Die Docker-Engine auf deiner Maschine wurde beendet, oder die Verbindung zu ihr ging verloren. Deine Dateien bleiben erhalten. Versuche es noch einmal: Drydock startet eine beendete Engine neu.",
  "app.too-slow": "Deine App hat die Anfrage angenommen und nicht rechtzeitig geantwortet.",
  "app.no-http": ({ port, reason }: { port: number; reason: string }) =>
    `Das Programm an Port ${port} spricht kein HTTP: ${reason}`,
  "app.not-running": "Dein Container läuft nicht. Drücke zuerst „Run“.",
  "app.none": "Es läuft kein Container, der antworten könnte. Drücke zuerst „Run“.",
  "app.too-many-requests": ({ count }: { count: number }, { number }: Ways) =>
    `${number(count)} Anfragen an deine App warten noch auf eine Antwort. Warte, bis eine fertig ist.`,
  "solution.none": "Zu dieser Übung gibt es keine Lösung.",
  "registry.machine-sleeps":
    "Deine Maschine schläft, und die Registry der Klasse wird von dort erreicht. Öffne ein Terminal und lösche dann.",
  "registry.silent": "Deine Maschine erreicht die Registry der Klasse nicht. Versuche es gleich noch einmal.",
  "grading.image-missing": ({ name }: { name: string }) =>
    `Dort, wo Drydock bewertet, fehlt das Image ${name}. Sag deiner Lehrkraft Bescheid: \`npm start\` stellt es bereit.`,
  "grading.no-freeze":
    "Die Bewertung konnte die App nicht anhalten, um ihren Health Check zu testen. Drücke noch einmal „Check“.",
  "grading.lab-mismatch": "Die Dateien dieser Übung passen nicht zusammen. Sag deiner Lehrkraft Bescheid.",
  "grading.no-look":
    "Die Bewertung konnte dein Image nicht lesen. Drücke noch einmal „Check“, und sag deiner Lehrkraft Bescheid, wenn es wieder passiert.",
  "grading.again": "Die Bewertung wurde unterbrochen. Drücke noch einmal „Check“.",
  "grading.no-comparison":
    "Das Image, mit dem deines verglichen wird, ließ sich nicht bauen. Drücke gleich noch einmal „Check“.",
  "grading.not-complete":
    "Die Bewertung ist nicht mit jeder Prüfung fertig geworden. Drücke noch einmal „Check“, und sag deiner Lehrkraft Bescheid, wenn es wieder passiert.",
  "reset.too-much": (
    {
      files,
      bytes,
      mostFiles,
      mostBytes,
    }: { files: number; bytes: number; mostFiles: number; mostBytes: number },
    { number }: Ways,
  ) =>
    `Das Zurücksetzen lässt sich nicht rückgängig machen: Mit den Dateien, die du seitdem angelegt hast, wären es ${number(files)} Dateien mit ${number(bytes)} Byte. Ein Arbeitsbereich kann ${number(mostFiles)} Dateien mit ${number(mostBytes)} Byte haben. Lösche zuerst ein paar Dateien.`,
  "reset.none": "Es gibt kein Zurücksetzen, das man rückgängig machen könnte.",
  "runs.too-many-at-once": ({ count }: { count: number }, { number }: Ways) =>
    `Du hast schon ${number(count)} Builds, Starts und Prüfungen, die laufen oder warten. Warte, bis eine fertig ist, oder brich eine ab.`,
  "runs.too-many-lately": ({ count }: { count: number }, { number }: Ways) =>
    `Du hast in einer Stunde ${number(count)} Builds, Starts und Prüfungen gestartet. Warte ein paar Minuten und versuche es dann noch einmal.`,
  "runs.none": "Diesen Lauf gibt es nicht.",
  "runs.too-many-pages":
    "Zu viele Seiten verfolgen gleichzeitig Läufe. Schließe einen Tab, dann geht es hier weiter.",
  "preview.no-name":
    "Eine Vorschau braucht einen eigenen Hostnamen, und die Adresse dieser Seite kann keinen haben. Wer die Seite betreibt, kann PREVIEW_DOMAIN setzen. Auf demselben Computer kannst du die Seite als localhost öffnen. In deinem Terminal erreicht curl den Port.",
  "preview.too-many":
    "Du hast in kurzer Zeit viele Vorschauen geöffnet. Warte eine Minute und versuche es dann noch einmal.",
  "preview.machine-sleeps":
    "Deine Maschine schläft, deshalb läuft dort nichts. Starte deinen Container noch einmal.",
  "site.broken": ({ reference }: { reference: string }) =>
    `Drydock hat einen Fehler gemacht. Er steht unter ${reference} im Log der Seite. Was du gespeichert hast, ist sicher. Versuche es gleich noch einmal.`,
  "site.one-moment": "Einen Moment",
  "site.tries-again": "Diese Seite versucht es von selbst noch einmal.",
  "session.none": "Du bist nicht angemeldet. Die Startseite sagt dir, wie du dich anmeldest.",
  "session.over":
    "Du bist abgemeldet: Deine Sitzung ist zu Ende. Kopiere, was noch nicht gespeichert ist, und lade die Seite dann neu.",
  "files.reader-busy": "Drydock liest gerade viele Dateien. Versuche es gleich noch einmal.",
};
