import type { Duplex } from "node:stream";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { SeatHost } from "../../core/seat/port.ts";
import { realConfig } from "../../testing/real-seat.ts";
import {
  build,
  discardSeats,
  finalOf,
  linesOf,
  logOf,
  slowBuild,
  untilPrinted,
  upTo,
} from "../../testing/real-site.ts";
import { startTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { startTestSite, TEST_LAB } from "../../testing/test-site.ts";
import type { CreatedSite } from "../create-site.ts";
import { engines } from "../engines.ts";
import { connectSeatHost } from "../seats/connect-seat-host.ts";

/*
 * A student who is root in a seat and has put a program of their own in Docker's place. Whatever it says, the run
 * ends in words within its bounds, this process's memory stays bounded, and another student's build notices nothing.
 */

const { config, remove } = await realConfig();
const BUILD_SECONDS = 5;
const MEGABYTE = 1e6;
let database: TestDatabase;
let host: SeatHost<Duplex>;
let lying: CreatedSite;
let honest: CreatedSite;

beforeAll(async () => {
  [database, host] = await Promise.all([startTestDatabase(), connectSeatHost(config)]);
  const { db, dataDir } = database;
  const common = { db, dataDir, engines, connect: () => connectSeatHost(config) };
  honest = await startTestSite(common);
  // The same process; only a shorter wait for the slow one.
  lying = await startTestSite({ ...common, config: { BUILD_SECONDS } });
  await Promise.all(["liar", "honest"].map((student) => host.openSeat(student)));
});
afterAll(async () => {
  await Promise.all([lying.stop(), honest.stop()]);
  await host.close();
  await discardSeats(config, ["liar", "honest"]);
  await database.close();
  await remove();
});

/** Takes Docker's place in the seat: HTTP as far as the answer to a build, whose body is what `body` prints. */
async function lie(body: string, head = "HTTP/1.1 200 OK\\r\\n\\r\\n") {
  const program = `#!/bin/bash
while IFS= read -r line; do
  case "$line" in
    *' /_ping '*) what=ping ;;
    'POST /build'*) what=build ;;
    [A-Z]*' HTTP/1.1'?) what=other ;;
    $'\\r')
      case $what in
        ping) printf 'HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nOK' ;;
        build) printf '${head}'; ${body}; exit ;;
        *) printf 'HTTP/1.1 404 Not Found\\r\\nContent-Length: 2\\r\\n\\r\\n{}' ;;
      esac ;;
  esac
done
`;
  const seat = await host.openSeat("liar", { trustRunning: true });
  // Beside and renamed: the program of the last lie may still run.
  const put = await seat.exec(["sh", "-c", "cat > /new && chmod 755 /new && mv /new /usr/bin/docker"], {
    input: program,
  });
  expect(put).toMatchObject({ exitCode: 0 });
}

const image = "a".repeat(64);
const said = (text: string) => `printf '%s\\n' '${text}'`;
const LIES = /^The Docker engine on your machine answers with something that Docker never sends/;

const lies: readonly (readonly [what: string, body: string, message: RegExp, head?: string])[] = [
  ["ten gigabytes without a line's end", "head -c 10G /dev/zero", LIES],
  // Which of its bounds is met first, lines or time, is the machine's to say.
  [
    "ten gigabytes of lines that say nothing",
    'yes \'{"stream":""}\' | head -c 10G',
    new RegExp(`${LIES.source}|^Your build was stopped: it took longer than the 5 s`),
  ],
  ["nonsense", "head -c 1M /dev/urandom", LIES],
  ["HTML with a script", said("<script>fetch(1)</script>"), LIES],
  ["JSON of another shape", said('{"aux":[[[[]]]],"id":7}'), LIES],
  ["an image that is a path", said('{"id":"moby.image.id","aux":{"ID":"sha256:../../etc"}}'), LIES],
  [
    "an image that is not there",
    said(`{"id":"moby.image.id","aux":{"ID":"sha256:${image}"}}`),
    /^The Docker engine on your machine refused/,
  ],
  ["no HTTP at all", "yes", LIES, "220 mail ESMTP\\r\\n"],
  [
    "a script in the words of an error",
    said('{"errorDetail":{"message":"<img src=x onerror=alert(1)> \\u001b]0;owned\\u0007"}}'),
    /<img src=x/,
  ],
  [
    "one byte a second",
    "while printf ' '; do sleep 1; done",
    /^Your build was stopped: it took longer than the 5 s/,
  ],
];

it("a liar's run ends in words, within its bounds, and nobody else notices", async () => {
  const { site } = lying;
  const honestRun = await build(honest.site, "honest", slowBuild(100));
  await untilPrinted(honest.site, "honest", honestRun);
  const before = process.memoryUsage.rss();
  let peak = 0;
  let worstPause = 0;
  let last = performance.now();
  let spent = process.cpuUsage();
  const watch = setInterval(() => {
    // A pause in which the process worked: one that the machine took for something else is not the liar's.
    const { user, system } = process.cpuUsage(spent);
    worstPause = Math.max(worstPause, Math.min(performance.now() - last - 20, (user + system) / 1000));
    last = performance.now();
    spent = process.cpuUsage();
    peak = Math.max(peak, process.memoryUsage.rss() - before);
  }, 20);
  for (const [what, body, message, head] of lies) {
    await lie(body, head);
    const { run } = await site.runs.startRun("liar", TEST_LAB, "build");
    const { final, events } = await finalOf(site, "liar", run.id, (BUILD_SECONDS + 3) * 1000);
    expect(final.outcome, what).not.toBe("passed");
    expect(final.message, what).toMatch(message);
    expect(JSON.stringify(events).length, what).toBeLessThan(MEGABYTE);
    expect(logOf(events), what).not.toContain("owned\\u0007");
  }
  clearInterval(watch);
  expect(peak).toBeLessThan(300 * MEGABYTE);
  expect(worstPause).toBeLessThan(1000);
  const { final, events } = await finalOf(honest.site, "honest", honestRun, 60_000);
  expect(final.outcome).toBe("passed");
  expect(linesOf(events)).toEqual(upTo(100));
});
