import type { Site } from "../site.ts";
import type { SecurityLog } from "./security-log.ts";

/**
 * The site with every act that matters for safety kept in the log: before it is done, or before it is answered. A domain
 * with such an act is copied with it; a new domain is handed on as it is.
 */
export function recordActs(site: Site, log: SecurityLog): Site {
  const { workspaces, seats, registry } = site;
  return {
    ...site,
    workspaces: {
      ...workspaces,
      openSolution: async (studentId, labId) => {
        const opened = await workspaces.openSolution(studentId, labId);
        await log.add({ who: studentId, what: "solution opened", whom: labId, newValue: opened.mark });
        return opened;
      },
    },
    seats: {
      ...seats,
      changeSeat: async (studentId, action) => {
        if (action !== "sleep")
          await log.add({ who: studentId, what: "seat discarded", whom: studentId, reason: action });
        return await seats.changeSeat(studentId, action);
      },
    },
    registry: {
      ...registry,
      deletePushed: async (studentId, request) => {
        await log.add({ who: studentId, what: "image deleted", whom: studentId, oldValue: request });
        await registry.deletePushed(studentId, request);
      },
    },
  };
}
