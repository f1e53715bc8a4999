import { inOwnProject } from "../lower/own-project.ts";
import type { Wall } from "../wall.ts";

/** What the project of the seats forbids whoever has the certificate of the web process; each in a project of its own. */
export const projectWalls: readonly Wall[] = [
  {
    id: "project/privilege",
    what: "the project refuses privileged instances and shared user ids",
    edits: [],
    lower: inOwnProject({ "restricted.containers.privilege": "allow" }),
    seenBy: ["certificate/privileged"],
  },
  {
    id: "project/low-level",
    what: "the project refuses configuration that goes to lxc as it is",
    edits: [],
    lower: inOwnProject({ "restricted.containers.lowlevel": "allow" }),
    seenBy: ["certificate/raw-config"],
  },
  {
    id: "project/disks",
    what: "the project refuses folders of the machine",
    edits: [],
    lower: inOwnProject({ "restricted.devices.disk": "allow" }),
    seenBy: ["certificate/host-folders", "certificate/profile"],
  },
  {
    id: "project/networks",
    what: "the project gives the seats' bridge alone",
    edits: [],
    lower: inOwnProject({ "restricted.devices.nic": "allow", "restricted.networks.access": null }),
    seenBy: ["certificate/networks"],
  },
  {
    id: "project/sums",
    what: "the project has a limit of memory for all",
    edits: [],
    lower: inOwnProject({ "limits.memory": null }),
    seenBy: ["certificate/limits"],
  },
];
