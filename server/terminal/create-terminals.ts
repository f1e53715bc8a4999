import type { TerminalSummary } from "../../core/terminal/protocol.ts";
import type { LoadedLab } from "../content/load-lab.ts";
import type { TerminalManager } from "./terminal-manager.ts";

export interface TerminalsParts {
  readonly manager: TerminalManager;
  readonly labOf: (studentId: string, labId: string) => Promise<LoadedLab>;
}

export type Terminals = ReturnType<typeof createTerminals>;

/** A student's terminals. Their WebSockets come in by the door of `openTerminals`. */
export function createTerminals({ manager, labOf }: TerminalsParts) {
  return {
    listTerminals: (studentId: string): readonly TerminalSummary[] => manager.list(studentId),

    /** A new terminal in the lab's folder. TOO_MANY beyond what one student may have open. */
    createTerminal: async (studentId: string, labId: string): Promise<TerminalSummary> => {
      await labOf(studentId, labId);
      return manager.create(studentId, labId);
    },

    /** Ends its shell and what runs in it. No terminal of that name is no error. */
    closeTerminal: (studentId: string, terminalId: string): void => manager.close(studentId, terminalId),
  };
}
