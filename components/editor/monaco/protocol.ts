import type { DockerfileLanguageService } from "dockerfile-language-service";
import type { editor, IPosition, IRange, languages } from "monaco-editor/editor/editor.api.js";
import * as protocol from "monaco-languageserver-types";

/**
 * The language server's words as Monaco's. The package's own types point at a build of Monaco that is no more,
 * so what goes in and comes out is named here.
 */
type Service = DockerfileLanguageService;
type Position = Parameters<Service["computeHover"]>[1];
type Range = Parameters<Service["formatRange"]>[1];
export type ServiceDiagnostic = ReturnType<Service["validate"]>[number];
type CompletionItem = ReturnType<Service["resolveCompletionItem"]>;

interface Conversions {
  fromPosition: (position: IPosition) => Position;
  fromRange: (range: IRange) => Range;
  toCompletionItem: (item: CompletionItem, options: { range: IRange }) => languages.CompletionItem;
  toDocumentHighlight: (
    one: ReturnType<Service["computeHighlightRanges"]>[number],
  ) => languages.DocumentHighlight;
  toFoldingRange: (one: ReturnType<Service["computeFoldingRanges"]>[number]) => languages.FoldingRange;
  toHover: (hover: NonNullable<ReturnType<Service["computeHover"]>>) => languages.Hover;
  toMarkerData: (diagnostic: ServiceDiagnostic) => editor.IMarkerData;
  toRange: (range: Range) => IRange;
  toSignatureHelp: (help: ReturnType<Service["computeSignatureHelp"]>) => languages.SignatureHelp;
  toTextEdit: (edit: ReturnType<Service["format"]>[number]) => languages.TextEdit;
}

export const {
  fromPosition,
  fromRange,
  toCompletionItem,
  toDocumentHighlight,
  toFoldingRange,
  toHover,
  toMarkerData,
  toRange,
  toSignatureHelp,
  toTextEdit,
} = protocol as unknown as Conversions;
