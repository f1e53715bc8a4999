import type { Attack } from "../attack.ts";
import { archives } from "./archives.ts";
import { buildStep } from "./build-step.ts";
import { certificateInstances } from "./certificate-instances.ts";
import { certificateServer } from "./certificate-server.ts";
import { container } from "./container.ts";
import { containerLoads } from "./container-loads.ts";
import { engine } from "./engine.ts";
import { engineClaims } from "./engine-claims.ts";
import { eventLoop } from "./event-loop.ts";
import { forgedArchives } from "./forged-archives.ts";
import { grading } from "./grading.ts";
import { mirror } from "./mirror.ts";
import { network } from "./network.ts";
import { previewApps } from "./preview-apps.ts";
import { previewDoors } from "./preview-doors.ts";
import { previewWire } from "./preview-wire.ts";
import { proxy } from "./proxy.ts";
import { registry } from "./registry.ts";
import { seatKernel } from "./seat-kernel.ts";
import { seatLoads } from "./seat-loads.ts";
import { seatNeighbours } from "./seat-neighbours.ts";
import { terminalDoors } from "./terminal-doors.ts";
import { terminalFloods } from "./terminal-floods.ts";
import { webBrowser } from "./web-browser.ts";
import { webRequests } from "./web-requests.ts";

/** Every attack, in the order of the report: quick ones first, so that a broken ground shows at once. */
export const attacks: readonly Attack[] = [
  ...seatKernel,
  ...seatNeighbours,
  ...network,
  ...proxy,
  ...registry,
  ...container,
  ...containerLoads,
  ...buildStep,
  ...engine,
  ...engineClaims,
  ...archives,
  ...forgedArchives,
  ...webBrowser,
  ...webRequests,
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
