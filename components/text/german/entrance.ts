import type { Text } from "../english.ts";

export const entrance: Text["entrance"] = {
  title: "Du bist nicht angemeldet",
  inside: "Du bist angemeldet",
  as: "Angemeldet als",
  noSignIn: "Dieser Computer braucht keine Anmeldung. Du arbeitest als",
  byInvitation:
    "Du brauchst eine Einladung: einen Link von denen, die diese Seite betreiben. Öffne ihn, oder füge ihn hier ein.",
  thisComputerOnly:
    "Diese Seite ist für eine Person an dem Computer, auf dem sie läuft. Öffne sie dort als localhost. Wenn du eine Einladung hast, füge ihren Link hier ein.",
  field: "Link der Einladung",
  enter: "Anmelden",
  enterAs: (name) => `Als ${name} anmelden`,
  goOn: "Zum Kurs",
  leave: "Abmelden",
  notices: {
    ended: "Deine Anmeldung ist abgelaufen. Was du gespeichert hast, bleibt erhalten.",
    expired: "Diese Einladung ist abgelaufen. Bitte um eine neue.",
    unknown:
      "Diese Einladung gilt hier nicht. Vielleicht ist sie unvollständig, oder seither wurden alle abgemeldet. Bitte um eine neue.",
    left: "Du hast dich abgemeldet.",
  },
};
