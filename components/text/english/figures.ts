/** Words in pictures, notes and tables of a lesson. They are in the language of its prose, not of the interface. */
export const figures = {
  note: "Note",
  careful: "Careful",
  table: "Table",
  layers: { base: "base image", own: "own", waste: "of no use at run time" },
  underOneMegabyte: "under 1 MB",
  fates: { cached: "from the cache", changed: "its files changed", again: "done again" },
  notInImage: "not in the image",
  theImage: "this is the image",
  gives: "gives",
};
