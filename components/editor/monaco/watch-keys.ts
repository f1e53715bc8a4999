import type { IDisposable } from "monaco-editor/editor/editor.api.js";
import type { EditorListener } from "../mounted-editor.ts";
import { Disposables } from "./disposables.ts";

/** Here Escape closes the widget and nothing more; the Tab after it indents as ever. */
const openWidget = [
  ".suggest-widget.visible",
  ".parameter-hints-widget.visible",
  ".find-widget.visible",
  ".rename-box",
  ".quick-input-widget:not([style*='display: none'])",
].join(",");

const modifiers = new Set(["Shift", "Control", "Alt", "Meta"]);

/**
 * Keys that go past Monaco: build, check, and the way out (WCAG 2.1.2), which is Escape and then Tab or
 * Shift+Tab. Heard on the way down, before Monaco binds them to something of its own.
 */
export function watchKeys(
  host: HTMLElement,
  listener: Pick<EditorListener, "onBuild" | "onCheck">,
): IDisposable {
  const disposables = new Disposables();
  let leaving = false;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.altKey) {
      event.preventDefault();
      event.stopPropagation();
      if (event.repeat) return;
      if (event.shiftKey) listener.onCheck();
      else listener.onBuild();
      return;
    }
    if (event.key === "Tab" && leaving && !event.ctrlKey && !event.altKey) {
      // Kept from Monaco, left to the browser: focus moves on.
      event.stopPropagation();
      return;
    }
    if (modifiers.has(event.key)) return;
    leaving = event.key === "Escape" && document.querySelector(openWidget) === null;
  };
  disposables.listen(host, "keydown", onKeyDown, { capture: true });
  disposables.listen(host, "pointerdown", () => (leaving = false), { capture: true });
  disposables.listen(host, "focusout", (event) => {
    if (!(event.relatedTarget instanceof Node) || !host.contains(event.relatedTarget)) leaving = false;
  });
  return disposables;
}
