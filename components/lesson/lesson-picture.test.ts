import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { lessonComponentsOf } from "./lesson-components.tsx";

const draw = (src: string) =>
  renderToStaticMarkup(createElement(lessonComponentsOf("knots", "tie", "en").img, { src, alt: "A loop" }));

it.each([
  ["pictures/a%20b.svg", "/api/lessons/knots/tie/pictures/pictures/a%20b.svg"],
  ["./loop.png", "/api/lessons/knots/tie/pictures/loop.png"],
  ["/icon.svg", "/icon.svg"],
  ["https://example.org/a.png", "https://example.org/a.png"],
])("the picture at %s comes from %s", (src, address) => {
  expect(draw(src)).toContain(`src="${address}"`);
  expect(draw(src)).toContain('alt="A loop"');
});
