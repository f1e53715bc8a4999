import type { Attack } from "../attack.ts";
import { sh } from "../ground.ts";
import { IMAGE, inContainer } from "./container.ts";
import { fillDisk, loadSeat, loadSmallDisk, MOST_MIB } from "./load-seat.ts";

const from = "a container in a seat";

export const containerLoads: readonly Attack[] = [
  {
    id: "container/fork-bomb",
    title: "Fork bomb in a container without limits",
    from,
    expects: "The seat's process limit ends it.",
    loud: true,
    run: (ground) =>
      loadSeat(ground, async (seat) => {
        const bomb = await inContainer(
          seat,
          "--pids-limit -1",
          "i=0; while [ $i -lt 1200 ]; do sleep 6 & i=$((i+1)); done; wait",
        );
        const { processes } = await seat.usage();
        return {
          "fork was refused": /fork|resource/i.test(bomb.stderr + bomb.stdout),
          [`${processes} processes at most`]: processes <= ground.config.SEAT_PROCESSES,
        };
      }),
  },
  {
    id: "container/memory",
    title: "A container without a memory limit that takes all",
    from,
    expects: "It is killed at the seat's limit; the engine lives on.",
    loud: true,
    run: (ground) =>
      loadSeat(ground, async (seat) => {
        const most = 2 * ground.config.SEAT_MEMORY;
        const hog = await inContainer(seat, "--oom-score-adj 0", `head -c ${most} /dev/zero | tail | wc -c`);
        return { "it did not get it": hog.stdout.trim() !== String(most) };
      }),
  },
  {
    id: "container/volume-fill",
    title: "Fill a volume",
    from,
    expects: "Volumes count towards the seat's disk.",
    loud: true,
    run: (ground) =>
      loadSmallDisk(ground, (seat) =>
        fillDisk(
          seat,
          `docker run --rm -v filled:/v ${IMAGE} sh -c 'head -c ${MOST_MIB}M /dev/urandom > /v/fill; stat -c "written %s" /v/fill'
            docker volume rm -f filled > /dev/null`,
        ),
      ),
  },
  {
    id: "container/log-fill",
    title: "Fill the disk by a container's log, with the engine's own limit switched off",
    from,
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
        return { [`the log ended at ${mib} MiB, below the ${MOST_MIB} that were printed`]: mib < 900 };
      }),
  },
  {
    id: "container/many",
    title: "Containers and networks without end",
    from,
    expects: "They use up the seat's own limits; other seats' engines answer as before.",
    loud: true,
    seconds: 90,
    run: (ground) =>
      loadSeat(
        ground,
        async (seat) => {
          const result = await sh(
            seat,
            `n=0; end=$(($(date +%s) + 10)); while [ $n -lt 2000 ] && [ $(date +%s) -lt $end ]; do docker network create n$n > /dev/null 2>&1 || break; n=$((n+1)); done; echo "networks $n"
            c=0; end=$(($(date +%s) + 15)); while [ $c -lt 2000 ] && [ $(date +%s) -lt $end ]; do timeout 5 docker run -d ${IMAGE} sleep 60 > /dev/null 2>&1 || break; c=$((c+1)); done; echo "containers $c"`,
            60_000,
          );
          const { processes, memoryBytes } = await seat.usage();
          await sh(seat, "timeout 25 docker ps -q | xargs -r docker rm -f > /dev/null 2>&1", 30_000);
          return {
            [`${result.stdout.trim().replace("\n", ", ")} within 25 s`]: /networks \d+\s+containers \d+/.test(
              result.stdout,
            ),
            [`the seat stays within ${ground.config.SEAT_PROCESSES} processes and its memory`]:
              processes <= ground.config.SEAT_PROCESSES && memoryBytes <= ground.config.SEAT_MEMORY,
          };
        },
        { ruins: true },
      ),
  },
];
