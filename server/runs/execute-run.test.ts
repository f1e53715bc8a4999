import type { Duplex } from "node:stream";
import { describe, expect, it } from "vitest";
import { AppError } from "../../core/errors.ts";
import type { RunEventBody } from "../../core/run/event.ts";
import type { OpenOptions, Seat, SeatHost, SeatState } from "../../core/seat/port.ts";
import type { BuildOutcome, Emit, Engines } from "./engines.ts";
import type { ExecuteOptions } from "./execute-run.ts";
import { executeRun } from "./execute-run.ts";

const gone = new AppError("SEAT_UNAVAILABLE", { message: "gone", userMessage: "Gone." });
const DISK = 1000;
const failed: BuildOutcome = { status: "failed", message: "Step 4 failed.", line: 4 };

/** One build whose engine does what `attempts` say, one after the other. */
async function build(
  attempts: readonly ((emit: Emit) => BuildOutcome)[],
  state: SeatState = "awake",
  diskBytes = 0,
) {
  const opened: (boolean | undefined)[] = [];
  const events: RunEventBody[] = [];
  const secrets: (readonly [string, Uint8Array])[] = [];
  let attempt = 0;
  let discarded = 0;
  const host = {
    openSeat: (_student: string, options?: OpenOptions) => {
      opened.push(options?.trustRunning);
      return Promise.resolve({ limits: { diskBytes: DISK } } as Seat<Duplex>);
    },
    inspectSeat: () => Promise.resolve({ state, diskBytes }),
    discardSeat: () => {
      discarded += 1;
      return Promise.resolve();
    },
  } as unknown as SeatHost<Duplex>;
  const options = {
    run: { id: "run", studentId: "ada", lab: "a/b/c", kind: "build" },
    lab: { lab: { image: "lab", port: 8000, secrets: [{ id: "key", from: "keys/it", opens: [] }] } },
    engines: {
      buildImage: (_seat: unknown, request: Parameters<Engines["buildImage"]>[1]) => {
        secrets.push(...(request.secrets ?? []));
        return Promise.resolve().then(() => attempts[attempt++]?.(request.emit));
      },
    },
    host,
    config: { LOG_BYTES: 1, BUILD_SECONDS: 1, CHECK_SECONDS: 1 },
    countFailures: () => Promise.resolve(new Map()),
    readFiles: () =>
      Promise.resolve([
        { path: "Dockerfile", content: "FROM scratch\n" },
        { path: "keys/it", content: "the student's own\n" },
      ]),
    signal: new AbortController().signal,
    emit: (event: RunEventBody) => events.push(event),
    onSeat: () => undefined,
  } as unknown as ExecuteOptions;
  return { result: await executeRun(options), opened, events, secrets, discarded: () => discarded };
}

describe("a build in a seat that runs", () => {
  const die = () => {
    throw gone;
  };

  it("begins without asking the engine whether it answers", async () => {
    const { result, opened } = await build([() => failed]);
    expect(result.message).toBe("Step 4 failed.");
    expect(opened).toEqual([true]);
  });

  it("passes on the student's own file as the lab's secret", async () => {
    const { secrets } = await build([() => failed]);
    expect(secrets).toEqual([["key", Buffer.from("the student's own\n")]]);
  });

  it("opens the seat anew when the engine is dead, and builds then", async () => {
    const { result, opened } = await build([die, () => failed]);
    expect(result.message).toBe("Step 4 failed.");
    expect(opened).toEqual([true, false]);
  });

  it("opens it anew after a notice about the files too", async () => {
    const notice: RunEventBody = { type: "notice", level: "info", text: "A line is left out." };
    const { opened } = await build([
      (emit) => {
        emit(notice);
        throw gone;
      },
      () => failed,
    ]);
    expect(opened).toEqual([true, false]);
  });

  it("is not tried again when the engine dies in the middle", async () => {
    await expect(
      build([
        (emit) => {
          emit({ type: "log", stepId: null, text: "#1 ...\n" });
          throw gone;
        },
        () => failed,
      ]),
    ).rejects.toBe(gone);
  });

  it.each([
    ["asleep", "Your seat stopped while your build ran"],
    ["none", "Your seat was thrown away while your build ran"],
  ] as const)("says what became of a seat that is %s", async (state, says) => {
    const dying = build(
      [
        (emit) => {
          emit({ type: "log", stepId: null, text: "one\n" });
          throw gone;
        },
      ],
      state,
    );
    await expect(dying).rejects.toMatchObject({
      code: "SEAT_UNAVAILABLE",
      userMessage: expect.stringContaining(says) as string,
      cause: gone,
    });
  });

  it.each([
    [0.5, "", 0],
    [1, " Your seat's disk stayed full, so the next build gets a fresh seat; your files are kept.", 1],
  ])("that a limit stopped, with %d of the disk used", async (share, fresh, discarded) => {
    const limit: BuildOutcome = { status: "limit", message: "Too much.", line: 2 };
    const built = await build([() => limit], "awake", share * DISK);
    expect(built.result).toMatchObject({ outcome: "limit", message: `Too much.${fresh}` });
    expect(built.discarded()).toBe(discarded);
  });

  it("is not tried a third time", async () => {
    await expect(build([die, die, () => failed])).rejects.toBe(gone);
  });
});
