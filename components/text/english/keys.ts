/** The list of keys. The names of keys are those of an English keyboard, as they stand on most of them. */
export const keys = {
  title: "Keys",
  build: "Build the image from your files",
  check: "Check your files in a fresh seat",
  save: "Save now (everything you type is saved anyway)",
  search: "Search this course",
  walk: "Walk the regions: prose, editor, buttons, results",
  leaveEditor: { keys: "Escape, then Tab", what: "Leave the editor" },
  leaveTerminal: "Leave the terminal",
  clipboard: "In the terminal: copy, paste",
  arrows: { keys: "Arrow keys", what: "On a divider: move it. On tabs: the next tab" },
  ends: { keys: "Home, End", what: "On tabs: the first, the last" },
  searchNames: "/, Ctrl + K",
  list: "This list",
  mac: "On a Mac, Command does what Ctrl does.",
};
