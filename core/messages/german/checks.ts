export const checkMessages = {
  "stops.ended-before": "Der Container war schon beendet, bevor `docker stop` ihn erreichte.",
};
