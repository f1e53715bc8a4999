import type { IDisposable, IParser } from "@xterm/xterm";

/** Names of windows and icons, colours, folders, fonts, the clipboard, notifications and pictures. */
const refusedCodes = [0, 1, 2, 4, 7, 9, 10, 11, 12, 50, 52, 104, 110, 111, 112, 777, 1337];

/**
 * What runs in a seat may draw as it likes. It may not name windows, change colours for good, or touch the clipboard.
 */
export function refuseTricks(parser: IParser): IDisposable[] {
  return refusedCodes.map((code) => parser.registerOscHandler(code, () => true));
}
