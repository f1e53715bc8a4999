import type { Attack } from "../attack.ts";
import { sh } from "../ground.ts";
import { IMAGE, inContainer } from "./container.ts";
import { fillDisk, hammer, loadSeat, loadSmallDisk, MOST_MIB } from "./load-seat.ts";
import { takeMemory } from "./scripts.ts";

const FROM = "a container in a seat";

export const containerLoads: readonly Attack[] = [
  {
    id: "container/fork-bomb",
    title: "Fork bomb in a container without limits",
    from: FROM,
    expects: "The seat's process limit ends it.",
    loud: true,
    run: (ground) =>
      loadSeat(
        ground,
        async (seat) => {
          const bomb = await inContainer(
            seat,
            "--pids-limit -1",
            "echo begun; i=0; while [ $i -lt 1200 ]; do sleep 6 & i=$((i+1)); done; wait",
          );
          return {
            walls: { "fork was refused": /fork|resource/i.test(bomb.stderr + bomb.stdout) },
            control: { "the bomb ran": bomb.stdout.includes("begun") },
          };
        },
        { bites: "processes" },
      ),
  },
  {
    id: "container/memory",
    title: "A container without a memory limit that takes all",
    from: FROM,
    expects: "It is killed at the seat's limit; the engine lives on.",
    loud: true,
    run: (ground) =>
      loadSeat(
        ground,
        async (seat) => {
          const most = 2 * ground.config.SEAT_MEMORY;
          const hog = await inContainer(
            seat,
            "--oom-score-adj 0",
            `for i in 1 2 3; do ${takeMemory(most)}; done; echo lives on`,
          );
          return {
            walls: { "it did not get it": !hog.stdout.includes(String(most)) },
            control: { "the container ran to its end": hog.stdout.includes("lives on") },
          };
        },
        { bites: "memory" },
      ),
  },
  {
    id: "container/volume-fill",
    title: "Fill a volume",
    from: FROM,
    expects: "Volumes count towards the seat's disk.",
    loud: true,
    run: (ground) =>
      loadSmallDisk(ground, (seat) =>
        fillDisk(
          seat,
          `docker run --rm -v filled:/v ${IMAGE} sh -c 'head -c ${MOST_MIB}M /dev/urandom > /v/fill; stat -c "written %s" /v/fill; ${hammer("/v/fill")}'
            docker volume rm -f filled > /dev/null`,
        ),
      ),
  },
  {
    id: "container/log-fill",
    title: "Fill the disk by a container's log, with the engine's own limit switched off",
    from: FROM,
    expects: "The log counts towards the seat's disk and ends at its limit.",
    loud: true,
    seconds: 90,
    run: (ground) =>
      loadSmallDisk(ground, async (seat) => {
        const result = await sh(
          seat,
          `docker run -d --name loud --log-opt max-size=2g ${IMAGE} timeout 25 sh -c 'head -c ${MOST_MIB}M /dev/zero | tr "\\\\0" "a" | fold -w 8000' > /dev/null
            timeout 40 docker wait loud > /dev/null
            echo "written $(find /var/lib/docker/containers -name '*-json.log*' -printf '%s\\n' | awk '{ s += $1 } END { print s + 0 }')"
            docker rm -f loud > /dev/null; true`,
          70_000,
        );
        const mib = Math.round(Number(/written (\d+)/.exec(result.stdout)?.[1] ?? NaN) / 1024 ** 2);
        return {
          walls: { [`the log ended at ${mib} MiB, below the ${MOST_MIB} that were printed`]: mib < 900 },
          control: { "the log was written": mib > 64 },
        };
      }),
  },
  {
    id: "container/many",
    title: "Containers and networks without end",
    from: FROM,
    expects: "They use up the seat's own limits; other seats' engines answer as before.",
    loud: true,
    seconds: 150,
    run: (ground) =>
      loadSeat(
        ground,
        async (seat) => {
          const result = await sh(
            seat,
            `n=0; end=$(($(date +%s) + 10)); while [ $n -lt 2000 ] && [ $(date +%s) -lt $end ]; do docker network create n$n > /dev/null 2>&1 || break; n=$((n+1)); done; echo "networks $n"
            c=0; end=$(($(date +%s) + 35)); while [ $c -lt 2000 ] && [ $(date +%s) -lt $end ]; do timeout 8 docker run -d ${IMAGE} sleep 60 > /dev/null 2>&1 || { echo refused; break; }; c=$((c+1)); done; echo "containers $c"
            sleep 2`,
            70_000,
          );
          await sh(seat, "timeout 25 docker ps -q | xargs -r docker rm -f > /dev/null 2>&1", 30_000);
          return {
            control: {
              [`it made as many as there can be: ${result.stdout.trim().replaceAll("\n", ", ")}`]:
                /refused\s+containers [1-9]/.test(result.stdout),
            },
          };
        },
        // Few, so that they are used up in time.
        { bites: "processes", ruins: true, limits: { SEAT_PROCESSES: 160 } },
      ),
  },
];
