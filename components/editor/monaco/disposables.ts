import type { IDisposable } from "monaco-editor/editor/editor.api.js";

/** Everything acquired is added on the line that acquires it, and goes in reverse order. */
export class Disposables implements IDisposable {
  readonly #items: IDisposable[] = [];

  add<T extends IDisposable>(item: T): T {
    this.#items.push(item);
    return item;
  }

  /** For what knows no dispose of its own: timers, listeners of the page. */
  defer(dispose: () => void): void {
    this.#items.push({ dispose });
  }

  listen<K extends keyof HTMLElementEventMap>(
    element: HTMLElement,
    type: K,
    listener: (event: HTMLElementEventMap[K]) => void,
    options: AddEventListenerOptions = {},
  ): void {
    element.addEventListener(type, listener, options);
    this.defer(() => element.removeEventListener(type, listener, options));
  }

  dispose(): void {
    for (let item = this.#items.pop(); item !== undefined; item = this.#items.pop()) item.dispose();
  }
}
