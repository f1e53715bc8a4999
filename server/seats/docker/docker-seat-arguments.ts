import type { SeatLimits } from "../../../core/seat/port.ts";

/** Marks our containers and volumes, so that nothing of anybody else's is ever removed. */
export const SEAT_LABEL = "drydock.seat";

/** Image of a laptop's seat: made by setup from the same packages as the seat host's. */
export const DOCKER_SEAT_IMAGE = "drydock-seat:local";

/**
 * Arguments of `docker run` for a seat on a laptop: one privileged container with an engine of its own. It is for
 * the one person whose laptop it is: a privileged container does not hold anybody who wants out.
 */
export function dockerSeatArguments(name: string, limits: SeatLimits): string[] {
  return [
    ...["run", "--detach", "--privileged", "--init=false"],
    ...["--name", name, "--hostname", "seat", "--label", SEAT_LABEL],
    ...["--memory", String(limits.memoryBytes), "--memory-swap", String(limits.memoryBytes)],
    ...["--pids-limit", String(limits.processes), "--cpus", String(limits.cpus)],
    // An engine cannot keep its layers on another engine's overlay.
    ...["--volume", `${name}:/var/lib/docker`],
    ...["--restart", "no", "--stop-signal", "SIGPWR"],
    DOCKER_SEAT_IMAGE,
  ];
}
