/** What a check and a running app tell: results, health beats, answers to requests; the editor's own line. */
export const report = {
  status: { passed: "passed", failed: "not yet", skipped: "skipped" },
  takenFromSeat: "taken from your seat",
  furtherHints: "Further hints",
  points: (points: number, most: number) => `${points} of ${most} points`,
  score: (points: number, most: number, duration: string) =>
    `${points} of ${most} points, graded in ${duration}`,
  inOrder: "In order:",
  notInOrder: "Not in order:",
  place: (path: string, line: number) => `${path}, line ${line}`,
  blocked: "What depends on it was skipped. Settle this first.",
  beatsWhileGraded: "Health beats while the grader ran your image, the freeze included",
  beatsInGradingSeat: "Health beats in the grading seat",
  logInGradingSeat: "Log of your app in the grading seat",
  noBeat: "No beat yet: the first comes one interval after the start.",
  beat: { ok: "ok", exit: (code: number) => `exit ${code}` },
  beatAt: "Beat at",
  beatEnded: (code: number, duration: string, status: string) =>
    `: exit code ${code} after ${duration}, then ${status}`,
  silentProbe: "The probe printed nothing.",
  request: {
    title: "Send a request",
    method: "Method",
    path: "Path",
    pathRule: "A path begins with /",
    body: "Body",
    send: "Send",
    waiting: "Waiting for the app",
    notRunning: "Requests need a running container: press Run first.",
    answered: (status: number, duration: string) => `Status ${status}, ${duration}`,
    empty: "The answer is empty.",
    cut: "The answer was longer; the rest is left out.",
    headers: "Headers of the answer",
  },
};

export const editor = {
  leave: "Press Escape, then Tab, to leave the editor.",
  leavePlain: "Tab leaves the field. Control and Enter builds.",
  readOnly: (hint: string) => `This file is read-only. ${hint}`,
  failed: "The full editor did not load. This plain one works, and your text is safe.",
  retry: "Try again",
  given: "Read-only: this file belongs to the exercise.",
  leaveShort: "Escape, then Tab, leaves the editor",
  loading: "Loading the full editor",
  caret: (line: number, column: number) => `Line ${line}, column ${column}`,
  staleCost: "Of the last build; the line was changed since.",
  withStarter: {
    original: "The starter's text, read-only",
    modified: "Your text, read-only",
    legend: "− starter  + yours, read-only",
  },
};
