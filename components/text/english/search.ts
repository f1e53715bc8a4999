/** Search over one course. */
export const search = {
  open: "Search",
  title: "Search this course",
  titleOf: (course: string) => `Search ${course}`,
  field: "Words to look for",
  submit: "Search",
  hint: "A command, an instruction, a word: docker exec, HEALTHCHECK, cache",
  none: (query: string) => `Nothing in this course has “${query}” in it.`,
  found: (count: number) => (count === 1 ? "1 section" : `${count} sections`),
  results: "Results",
  all: "All results on a page of their own",
  keys: "Arrow keys walk the results, Enter opens one, Escape closes.",
  failed: "The search did not answer. Try again.",
};
