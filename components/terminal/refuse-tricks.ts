import type { IDisposable, IParser } from "@xterm/xterm";

/** Names of windows and icons, colours, folders, fonts, the clipboard, notifications and pictures. */
const refusedCodes = [0, 1, 2, 4, 7, 9, 10, 11, 12, 50, 52, 104, 110, 111, 112, 777, 1337];

/**
 * What runs in a seat may draw as it likes. It may not name windows, change colours for good, or touch the clipboard.
 */
export function refuseTricks(parser: IParser): IDisposable[] {
  return refusedCodes.map((code) => parser.registerOscHandler(code, () => true));
}

/**
 * A log is somebody's text besides. It may colour and overwrite lines; it may not clear what was printed, change to
 * another screen, catch the mouse, or make links.
 */
export function refuseLogTricks(parser: IParser): IDisposable[] {
  const swallow = (): boolean => true;
  return [
    parser.registerCsiHandler({ prefix: "?", final: "h" }, swallow),
    parser.registerCsiHandler({ prefix: "?", final: "l" }, swallow),
    parser.registerCsiHandler({ final: "J" }, swallow),
    parser.registerEscHandler({ final: "c" }, swallow),
    parser.registerOscHandler(8, swallow),
  ];
}
