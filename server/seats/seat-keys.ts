/**
 * What we write down about a seat, in its instance's own configuration, so that it survives a restart of the
 * web process and of the seat host. Values are hashes, numbers and names of ours; nothing a user typed.
 */
export const seatKeys = {
  /** "student" | "reserve" | "grading-reserve" | "grading" */
  role: "user.drydock.role",
  /** Which installation (data directory) it belongs to: several may share one seat host. */
  realm: "user.drydock.realm",
  /** "1": a reserve's engine has answered, so that the seat may be given away. */
  ready: "user.drydock.ready",
  /** Hash of the student's id. */
  student: "user.drydock.student",
  /** Golden snapshot it was cloned from. */
  golden: "user.drydock.golden",
  /** Milliseconds since 1970: a grading seat whose time is over is left over. */
  leaseUntil: "user.drydock.lease",
  /** Milliseconds since 1970, when the student was last seen using it. */
  usedAt: "user.drydock.used",
  /** "memory": put to sleep because the machine needed its memory; empty once it is awake again. */
  sleptFor: "user.drydock.sleptfor",
} as const;

export type SeatRole = "student" | "reserve" | "grading-reserve" | "grading";
