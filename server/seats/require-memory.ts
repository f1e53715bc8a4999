import { AppError } from "../../core/errors.ts";
import { say } from "../../core/messages/say.ts";
import { type IncusWorld, memoryLevel } from "./incus-world.ts";
import { relieveMemory } from "./relieve-memory.ts";

/**
 * Before another seat starts: where memory is short, idle seats give theirs up first.
 * @throws AppError TOO_MANY when that is not enough; better nothing new than that the kernel chooses what dies
 */
export async function requireMemory(world: IncusWorld): Promise<void> {
  if ((await memoryLevel(world)) !== "short") return;
  await relieveMemory(world);
  if ((await memoryLevel(world)) !== "short") return;
  throw new AppError("TOO_MANY", {
    message: `less than MEMORY_RESERVE=${world.config.MEMORY_RESERVE} bytes of memory are free`,
    userMessage: say("seats.no-memory"),
  });
}
