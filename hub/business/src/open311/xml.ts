/** The few shapes of XML that GeoReport v2 needs. */

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    // letters that XML 1.0 cannot carry at all
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to leave out
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')

export type Value = string | number | boolean | null | undefined | { [name: string]: Value } | { list: string; items: Value[] }

const isList = (value: Value): value is { list: string; items: Value[] } =>
  typeof value === 'object' && value !== null && 'items' in value && Array.isArray(value.items)

const element = (name: string, value: Value): string => {
  if (value === null || value === undefined || value === '') return `<${name}/>`
  if (isList(value)) return `<${name}>${value.items.map((item) => element(value.list, item)).join('')}</${name}>`
  if (typeof value === 'object')
    return `<${name}>${Object.entries(value)
      .map(([child, inner]) => element(child, inner))
      .join('')}</${name}>`
  return `<${name}>${escaped(String(value))}</${name}>`
}

/** `toXml('services', {list: 'service', items: […]})` → `<services><service>…` */
export const toXml = (root: string, value: Value): string => `<?xml version="1.0" encoding="utf-8"?>\n${element(root, value)}`
