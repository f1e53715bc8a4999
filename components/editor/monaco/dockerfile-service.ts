import { type Capabilities, DockerfileLanguageServiceFactory } from "dockerfile-language-service";

const capabilities: Capabilities = {
  completion: {
    completionItem: {
      deprecatedSupport: true,
      documentationFormat: ["markdown", "plaintext"],
      snippetSupport: true,
    },
  },
  foldingRange: { lineFoldingOnly: true },
  hover: { contentFormat: ["markdown", "plaintext"] },
};

/** One for the page: it keeps nothing between calls. */
export const dockerfileService = DockerfileLanguageServiceFactory.createLanguageService();
dockerfileService.setCapabilities(capabilities);
