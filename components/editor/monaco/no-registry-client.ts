import { knownTags } from "../../../core/advice/known-tags.ts";

/** Stands in for the language service's client of Docker Hub: the page asks nobody outside for tags. */
export class DockerRegistryClient {
  getTags(image: string, prefix = ""): Promise<string[]> {
    const tag = knownTags[image];
    return Promise.resolve(tag !== undefined && tag.startsWith(prefix) ? [tag] : []);
  }
}
