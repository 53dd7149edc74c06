/** A URL as it is compared: in lower case where that means the same, and a root without its slash. */
export function canonicalUrl({ href, pathname, search }: URL): string {
  return pathname === '/' && search === '' ? href.slice(0, -1) : href
}
