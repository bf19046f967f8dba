/** The Link header that names an @context (JSON-LD 1.1 §6.1, GS CIM 009 clause 6.3.5). */
import { bad } from '../problem.ts'

const REL = 'http://www.w3.org/ns/json-ld#context'

/** Address of the context in a Link header; undefined when none is named. Two of them are an error. */
export const contextLink = (header: string | undefined): string | undefined => {
  if (!header) return undefined
  const found: string[] = []
  for (const part of header.matchAll(/<([^>]*)>((?:\s*;\s*[^,;"]+(?:"[^"]*")?)*)/g)) {
    const [, url = '', params = ''] = part
    if (new RegExp(`rel\\s*=\\s*"?${REL.replaceAll(/[.#/]/g, '\\$&')}"?`).test(params)) found.push(url)
  }
  if (found.length > 1) throw bad('context.invalid', { reason: 'Link' })
  return found[0]
}

export const linkTo = (url: string): string => `<${url}>; rel="${REL}"; type="application/ld+json"`
