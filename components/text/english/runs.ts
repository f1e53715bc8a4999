/** Where a run stands, in a sentence; logs and checks. */
export const runs = {
  names: { build: "Build", start: "Run", check: "Check" },
  now: (name: string, what: string) => `${name}: ${what}`,
  queued: (position: number) => {
    if (position <= 1) return "next in line";
    const names = ["second", "third", "fourth", "fifth"];
    return `${names[position - 2] ?? `${position}th`} in line`;
  },
  about: (amount: string) => `about ${amount}`,
  containerRuns: "the container is running",
  health: { starting: "starting", healthy: "healthy", unhealthy: "unhealthy", none: "no health check" },
  finishing: "finishing",
  imageBuilt: (size: string) => `image of ${size} built, looking into its layers`,
  stepsDone: (done: number, all: number) => `${done} of ${all} steps done`,
  cloning: "getting you a seat, about 2 s",
  waking: "waking your seat, about 2 s",
  sending: "sending your files",
  starting: "starting",
  passed: (took: string) => `Check: every check passed${took}`,
  after: (duration: string) => ` after ${duration}`,
  done: (name: string, took: string) => `${name} done${took}`,
  endedItself: (took: string) => `Run: the container ended by itself${took} (exit code 0)`,
  imageOf: (size: string) => `, image of ${size}`,
  failed: (name: string, took: string) => `${name} failed${took}`,
  canceled: (name: string, took: string) => `${name} canceled${took}`,
  limited: (name: string, took: string) => `${name} was stopped by a limit${took}`,
  ended: (name: string, took: string) => `${name} ended${took}`,
  stepFailed: "This step failed.",
  logOfBuild: "Log of the build",
  logOfCheck: "Log of the check",
  noLog: "The log of your build appears here as the engine prints it. Press Build to start one.",
  logOf: "Log of",
  checks: {
    done: "What the check has done",
    toCome: "Still to come",
    asked: "What will be looked at",
    before: "What follows is from the check before.",
    announceFresh:
      "Check builds your files in a fresh seat that nobody has touched and judges what it finds there. It takes about a minute.",
    announceOwn:
      "Check looks at what your commands have left in your seat, as the engine there tells it. It takes a moment; do it after each step if you like.",
    announceRegistry:
      "Check asks the class registry what you have pushed, and your seat what you have left there. It takes a moment; do it after each step if you like.",
    announceBoth:
      "Check looks at the state of your own seat, and builds your files in a fresh one that nobody has touched. It takes about a minute.",
    fromFresh: "Graded, from a fresh seat",
    fromOwn: "Taken from your own seat: what its engine says, and no proof",
    fromRegistry:
      "Graded by what the class registry says; what is marked is taken from your own seat, and no proof",
    fromBoth: "Graded, from a fresh seat; what is marked is taken from your own, and no proof",
  },
};
