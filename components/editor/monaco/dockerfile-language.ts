import { DockerfileLanguageServiceFactory } from "dockerfile-language-service";

export const service = DockerfileLanguageServiceFactory.createLanguageService();
export function registerDockerfileLanguage(): void {
  service.setCapabilities({});
}
