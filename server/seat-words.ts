/** What runs and terminals are told when their student takes the seat away. */
export const seatWords = {
  sleep: {
    runs: "Stopped, because you put your seat to sleep.",
    terminals: "You put your seat to sleep. Press any key to wake it.",
  },
  discard: {
    runs: "Stopped, because you threw your seat away.",
    terminals: "You threw your seat away. Press any key to get a new one.",
  },
  fresh: {
    runs: "Stopped, because you took a fresh seat.",
    terminals: "Your old seat is gone. A fresh one is coming; your files come with it.",
  },
} as const;
