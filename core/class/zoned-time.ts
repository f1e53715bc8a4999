/** A day and a time on the clock of a place, as people write it: "2026-03-29T23:59". */
const CIVIL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})$/;
const MINUTE = 60_000;
/** No zone is further from UTC. */
const WIDEST = 16 * 60 * MINUTE;

/**
 * The moment at which the clocks of a zone show a time. Where clocks are put forward, a time that they skip is the
 * moment that many minutes after the change; where they are put back, a time that they show twice is its second one:
 * in doubt the later moment, because a deadline is asked for.
 * @param civil "2026-03-29T23:59"
 * @param zone an IANA zone, "Europe/Berlin"
 * @returns ms since 1970
 * @throws RangeError for what is no time, no day of the calendar, or no zone
 */
export function momentOf(civil: string, zone: string): number {
  const parts = CIVIL.exec(civil)?.slice(1).map(Number);
  if (parts === undefined) throw new RangeError(`no time: ${civil}`);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = parts;
  const wall = Date.UTC(year, month - 1, day, hour, minute);
  if (hour > 23 || minute > 59 || new Date(wall).toISOString().slice(0, 16) !== civil) {
    throw new RangeError(`no such day or time: ${civil}`);
  }
  const before = offsetAt(wall - WIDEST, zone);
  const after = offsetAt(wall + WIDEST, zone);
  const fits = [wall - before, wall - after].filter((moment) => moment + offsetAt(moment, zone) === wall);
  return fits.length > 0 ? Math.max(...fits) : wall - before;
}

/** What the clocks of a zone show at a moment: "2026-03-29T23:59". */
export function civilOf(moment: number, zone: string): string {
  return new Date(moment + offsetAt(moment, zone)).toISOString().slice(0, 16);
}

/** How far the clocks of a zone are ahead of UTC at a moment, in ms. */
function offsetAt(moment: number, zone: string): number {
  const second = Math.floor(moment / 1000) * 1000;
  const shown = new Map(
    formatOf(zone)
      .formatToParts(second)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes) => shown.get(name) ?? 0;
  const wall = Date.UTC(
    ...([
      part("year"),
      part("month") - 1,
      part("day"),
      part("hour"),
      part("minute"),
      part("second"),
    ] as const),
  );
  return wall - second;
}

/** Making one takes a hundred times as long as using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formats.set(zone, format);
  return format;
}
