import type { Site } from "../site.ts";
import type { SecurityLog } from "./security-log.ts";

/** The site with every act that matters for safety kept in the log: before it is done, or before it is answered. */
export function recordActs(site: Site, log: SecurityLog): Site {
  return {
    ...site,
    signOut: async (studentId) => {
      await log.add({ who: studentId, what: "sign-out", whom: studentId });
      await site.signOut(studentId);
    },
    openSolution: async (studentId, labId) => {
      const opened = await site.openSolution(studentId, labId);
      await log.add({ who: studentId, what: "solution opened", whom: labId, newValue: opened.mark });
      return opened;
    },
    changeSeat: async (studentId, action) => {
      if (action !== "sleep")
        await log.add({ who: studentId, what: "seat discarded", whom: studentId, reason: action });
      return await site.changeSeat(studentId, action);
    },
    deletePushed: async (studentId, request) => {
      await log.add({ who: studentId, what: "image deleted", whom: studentId, oldValue: request });
      await site.deletePushed(studentId, request);
    },
  };
}
