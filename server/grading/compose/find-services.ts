import type { ComposeServiceModel } from "../../../core/compose/judge-config.ts";
import { normalizeImage } from "../../../core/dockerfile/resolve-step-line.ts";

/** The two services that the check is about; null for the one that is not there. */
export interface FoundServices {
  readonly api: ComposeServiceModel | null;
  readonly prometheus: ComposeServiceModel | null;
}

/**
 * Prometheus is the service with that image, whatever its tag: it is run as our own copy. The API is the service that
 * names the image which the lab's build makes (null: it makes none), or else one that builds. Of several, which are
 * workers and jobs made of the same image, it is the one that is to stay up, with the image's own command, and the
 * lab's port published.
 */
export function findServices(
  services: readonly ComposeServiceModel[],
  names: { readonly image: string | null; readonly port: number; readonly prometheusImage: string },
): FoundServices {
  const prometheus =
    services.find(
      (one) => !one.builds && one.image !== null && isRepository(one.image, names.prometheusImage),
    ) ?? null;
  const others = services.filter((one) => one !== prometheus);
  const named = others.filter((one) => one.image !== null && isImage(one.image, names.image));
  const [api = null] = narrow(named.length > 0 ? named : others.filter((one) => one.builds), [
    (one) => !one.isJob,
    (one) => !one.hasOwnCommand,
    (one) => one.ports.includes(names.port),
  ]);
  return { api, prometheus };
}

/** What is left after each wish in turn; a wish that nobody fulfils asks nothing. */
function narrow<T>(all: readonly T[], wishes: readonly ((one: T) => boolean)[]): readonly T[] {
  return wishes.reduce((left, wish) => {
    const fit = left.filter(wish);
    return fit.length > 0 ? fit : left;
  }, all);
}

const isImage = (image: string, name: string | null): boolean =>
  name !== null && normalizeImage(image) === normalizeImage(name);

/** The same name without tag and digest. */
export function isRepository(image: string, name: string): boolean {
  const repository = (text: string) => normalizeImage(text).replace(/(?::[^/:@]+)?(?:@.*)?$/, "");
  return repository(image) === repository(name);
}
