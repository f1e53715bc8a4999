import type { ComposeServiceModel } from "../../../core/compose/judge-config.ts";
import { normalizeImage } from "../../../core/dockerfile/resolve-step-line.ts";

/** The two services that the check is about; null for the one that is not there. */
export interface FoundServices {
  readonly api: ComposeServiceModel | null;
  readonly prometheus: ComposeServiceModel | null;
}

/**
 * Prometheus is the service with that image, whatever its tag: it is run as our own copy. The API is the
 * service that builds, or that names the image which the lab's build makes (null: it makes none).
 */
export function findServices(
  services: readonly ComposeServiceModel[],
  names: { readonly image: string | null; readonly prometheusImage: string },
): FoundServices {
  const prometheus =
    services.find(
      (one) => !one.builds && one.image !== null && isRepository(one.image, names.prometheusImage),
    ) ?? null;
  const others = services.filter((one) => one !== prometheus);
  const api =
    others.find((one) => one.image !== null && isImage(one.image, names.image)) ??
    others.find((one) => one.builds) ??
    null;
  return { api, prometheus };
}

const isImage = (image: string, name: string | null): boolean =>
  name !== null && normalizeImage(image) === normalizeImage(name);

/** The same name without tag and digest. */
export function isRepository(image: string, name: string): boolean {
  const repository = (text: string) => normalizeImage(text).replace(/(?::[^/:@]+)?(?:@.*)?$/, "");
  return repository(image) === repository(name);
}
