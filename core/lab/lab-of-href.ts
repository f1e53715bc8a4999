/** The lab that a link of a lesson's prose opens: `?lab=name`, with or without a heading behind it. Null for other links. */
export function labOfHref(href: string): string | null {
  return /^\?lab=([^&#]+)/.exec(href)?.[1] ?? null;
}
