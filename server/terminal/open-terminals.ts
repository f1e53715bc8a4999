import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import type { SaveFileRequest, SaveFileResult, WorkspaceFile } from "../../core/lab/workspace.ts";
import { isEditable } from "../../core/lab/workspace-path.ts";
import type { SeatHost } from "../../core/seat/port.ts";
import type { LoadedLab } from "../content/load-lab.ts";
import { Mirrors } from "../mirror/mirrors.ts";
import type { MirrorParts } from "../mirror/workspace-mirror.ts";
import type { HeaderReader, Session } from "../site.ts";
import { type AcceptParts, createSocketDoor } from "./accept-socket.ts";
import { serveSocket } from "./serve-socket.ts";
import { TerminalManager } from "./terminal-manager.ts";

export type TerminalDoor = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface OpenTerminalsParts {
  readonly idleMinutes: number;
  readonly readSession: (headers: HeaderReader) => Session | null;
  readonly save: (studentId: string, labId: string, request: SaveFileRequest) => Promise<SaveFileResult>;
  readonly remove: (
    studentId: string,
    labId: string,
    request: { readonly path: string; readonly baseVersion: number },
  ) => Promise<SaveFileResult>;
  readonly getHost: () => SeatHost<Duplex>;
  /** Calls back once when a session is over. */
  readonly hold: AcceptParts["hold"];
  /** Name of a lab's folder in a seat. */
  readonly readFolder: (labId: string) => Promise<string>;
  readonly readLab: (studentId: string, labId: string) => Promise<LoadedLab>;
  readonly readFiles: (studentId: string, lab: LoadedLab) => Promise<readonly WorkspaceFile[]>;
  readonly limits: MirrorParts["limits"];
}

/** Going away: the page comes back and finds its terminals gone or there, whichever is so. */
const GOING_AWAY = 1001;

export type OpenedTerminals = ReturnType<typeof openTerminals>;

/** Terminals, the folders that they work in, and the door for pages, put together. */
export function openTerminals(parts: OpenTerminalsParts) {
  const sockets = new Set<WebSocket>();
  const mirrors = new Mirrors({
    folderOf: parts.readFolder,
    filesOf: async (studentId, labId) => {
      const lab = await parts.readLab(studentId, labId);
      return {
        readFiles: () => parts.readFiles(studentId, lab),
        save: (path, content, baseVersion) => parts.save(studentId, labId, { path, content, baseVersion }),
        remove: (path, baseVersion) => parts.remove(studentId, labId, { path, baseVersion }),
        isEditable: (path) => isEditable(path, lab.lab.editable),
        limits: parts.limits,
      };
    },
  });
  const manager = new TerminalManager({
    getHost: parts.getHost,
    prepareFolder: (studentId, lab, seat) => mirrors.prepare(studentId, lab, seat),
    idleMinutes: parts.idleMinutes,
  });
  const door: TerminalDoor = createSocketDoor({
    manager,
    readSession: parts.readSession,
    hold: parts.hold,
    serve: (socket, { terminal, lab, from }) => {
      const { studentId, session } = terminal;
      sockets.add(socket);
      let leave: () => void = () => undefined;
      const viewer = serveSocket(socket, {
        session,
        from,
        onKnown: (files, tell) => mirrors.tellSince(studentId, lab, files, tell).catch(() => undefined),
        onKeep: () => manager.keep(studentId),
        onClose: () => {
          sockets.delete(socket);
          leave();
        },
      });
      leave = mirrors.join(studentId, lab, manager.runningSeat(studentId), (message) =>
        viewer.link.sendMessage(message),
      );
    },
  });
  return {
    manager,
    mirrors,
    door,
    stop: () => {
      mirrors.stop();
      manager.stop();
      for (const socket of sockets) socket.close(GOING_AWAY);
    },
  };
}
