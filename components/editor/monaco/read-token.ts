const hex = (value: number): string => value.toString(16).padStart(2, "0");

/**
 * A custom property as #rrggbb: Monaco reads no other notation, a stylesheet
 * may use any. Null when it is not set or no colour.
 */
export function readToken(element: HTMLElement, name: string): string | null {
  if (getComputedStyle(element).getPropertyValue(name).trim() === "") return null;
  const probe = element.appendChild(document.createElement("span"));
  probe.style.color = "transparent";
  probe.style.color = `var(${name})`;
  const computed = getComputedStyle(probe).color;
  probe.remove();
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (context === null) return null;
  context.fillStyle = computed;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
  return alpha === 0 ? null : `#${hex(red)}${hex(green)}${hex(blue)}`;
}
