import { type RefObject, useEffect, useEffectEvent } from "react";

export interface DeskKeys {
  readonly onBuild: () => void;
  readonly onCheck: () => void;
  readonly onSave: () => void;
}

/** Keys that work anywhere on the page. F6 walks the regions (`data-region`) that can be seen. */
export function useDeskKeys(desk: RefObject<HTMLElement | null>, keys: DeskKeys): void {
  const act = useEffectEvent((event: KeyboardEvent) => {
    const command = event.ctrlKey || event.metaKey;
    // The editor answers its own keys and marks them as answered.
    if (command && event.key === "Enter" && !event.defaultPrevented) {
      event.preventDefault();
      if (event.shiftKey) keys.onCheck();
      else keys.onBuild();
    } else if (command && !event.shiftKey && event.key.toLowerCase() === "s") {
      event.preventDefault();
      keys.onSave();
    }
  });

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => act(event);
    const walk = (event: KeyboardEvent): void => {
      if (event.key !== "F6" || event.ctrlKey || event.altKey) return;
      const regions = [...(desk.current?.querySelectorAll<HTMLElement>("[data-region]") ?? [])].filter(
        (region) => region.getClientRects().length > 0,
      );
      if (regions.length === 0) return;
      event.preventDefault();
      const at = regions.findIndex((region) => region.contains(document.activeElement));
      const next = event.shiftKey ? (at <= 0 ? regions.length : at) - 1 : (at + 1) % regions.length;
      regions[next]?.focus();
    };
    document.addEventListener("keydown", onKeyDown);
    // In the capture phase: editor and terminal would keep the key for themselves.
    document.addEventListener("keydown", walk, { capture: true });
    return () => {
      document.removeEventListener("keydown", onKeyDown);
      document.removeEventListener("keydown", walk, { capture: true });
    };
  }, [desk]);
}
