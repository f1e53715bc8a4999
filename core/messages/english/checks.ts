/** Hints and evidence of the grader. */
export const checkMessages = {
  "stops.ended-before": "The container stopped before `docker stop` was sent.",
};
