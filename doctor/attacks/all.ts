import type { Attack } from "../attack.ts";
import { archives } from "./archives.ts";
import { buildLoads } from "./build-loads.ts";
import { buildStep } from "./build-step.ts";
import { certificateInstances } from "./certificate-instances.ts";
import { certificateServer } from "./certificate-server.ts";
import { container } from "./container.ts";
import { containerLoads } from "./container-loads.ts";
import { crowds } from "./crowds.ts";
import { engine } from "./engine.ts";
import { engineClaims } from "./engine-claims.ts";
import { entrance } from "./entrance.ts";
import { eventLoop } from "./event-loop.ts";
import { forgedArchives } from "./forged-archives.ts";
import { grading } from "./grading.ts";
import { kernelDoors } from "./kernel-doors.ts";
import { mirror } from "./mirror.ts";
import { network } from "./network.ts";
import { networkNeighbours } from "./network-neighbours.ts";
import { previewApps } from "./preview-apps.ts";
import { previewDoors } from "./preview-doors.ts";
import { previewWire } from "./preview-wire.ts";
import { proxy } from "./proxy.ts";
import { registry } from "./registry.ts";
import { seatKernel } from "./seat-kernel.ts";
import { seatLoads } from "./seat-loads.ts";
import { seatNeighbours } from "./seat-neighbours.ts";
import { servedSite } from "./served-site.ts";
import { siteUser } from "./site-user.ts";
import { siteUserDatabase } from "./site-user-database.ts";
import { siteUserFiles } from "./site-user-files.ts";
import { terminalDoors } from "./terminal-doors.ts";
import { terminalFloods } from "./terminal-floods.ts";
import { wayOut } from "./way-out.ts";
import { webBrowser } from "./web-browser.ts";
import { webRequests } from "./web-requests.ts";

/** Every attack, in the order of the report: quick ones first, so that a broken ground shows at once. */
export const attacks: readonly Attack[] = [
  ...siteUser,
  ...siteUserDatabase,
  ...siteUserFiles,
  ...seatKernel,
  ...kernelDoors,
  ...seatNeighbours,
  ...network,
  ...networkNeighbours,
  ...proxy,
  ...wayOut,
  ...registry,
  ...container,
  ...containerLoads,
  ...buildStep,
  ...buildLoads,
  ...engine,
  ...engineClaims,
  ...archives,
  ...forgedArchives,
  ...webBrowser,
  ...webRequests,
  ...crowds,
  ...entrance,
  ...servedSite,
  ...terminalDoors,
  ...terminalFloods,
  ...previewDoors,
  ...previewWire,
  ...previewApps,
  ...eventLoop,
  ...mirror,
  ...certificateInstances,
  ...certificateServer,
  ...grading,
  ...seatLoads,
];
