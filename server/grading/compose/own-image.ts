import { AppError } from "../../../core/errors.ts";
import { say } from "../../../core/messages/say.ts";
import type { Engine } from "../../docker/engine.ts";
import { imageList } from "../../docker/engine-schemas.ts";
import { isRepository } from "./find-services.ts";

/** Id of our own copy of an image, so that no tag of a student's stands for it. `name` is without its tag. */
export async function ownImage(engine: Engine, name: string, signal: AbortSignal): Promise<string> {
  const images = await engine.json({ method: "GET", path: "/images/json", signal }, imageList);
  const image = images.find((one) => one.RepoTags.some((tag) => isRepository(tag, name)));
  if (image === undefined) {
    throw new AppError("INTERNAL", {
      message: `the grading seat has no image ${name}`,
      userMessage: say("grading.image-missing", { name }),
    });
  }
  return image.Id;
}
