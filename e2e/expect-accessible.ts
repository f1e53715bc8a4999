import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** A part of the page has nothing that axe finds fault with. */
export async function expectAccessible(page: Page, part: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include(part).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
}
