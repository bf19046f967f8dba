/** A small model of RDF, written as JSON-LD or Turtle. Names are prefixed: 'dct:title'. */
const PREFIXES = {
  adms: 'http://www.w3.org/ns/adms#',
  dcat: 'http://www.w3.org/ns/dcat#',
  dcatap: 'http://data.europa.eu/r5r/',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  geosparql: 'http://www.opengis.net/ont/geosparql#',
  hydra: 'http://www.w3.org/ns/hydra/core#',
  odrl: 'http://www.w3.org/ns/odrl/2/',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  vcard: 'http://www.w3.org/2006/vcard/ns#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const

type Name = `${keyof typeof PREFIXES}:${string}`

export interface Iri {
  iri: string
}
export interface Literal {
  text: string
  language?: string
  type?: Name
}
export interface Thing {
  /** null: a blank node */
  about: string | null
  is: readonly Name[]
  has: Readonly<Partial<Record<Name, readonly Value[]>>>
}
export type Value = Iri | Literal | Thing

/** Characters that an IRI may not have are escaped. */
export const iri = (address: string): Iri => ({
  iri: address.replaceAll(/[\s<>"{}|\\^`]/g, (one) => encodeURIComponent(one)),
})
export const text = (value: string, language?: string): Literal => ({ text: value, ...(language ? { language } : {}) })
export const typed = (value: string, type: Name): Literal => ({ text: value, type })

type Json = string | Json[] | { [key: string]: Json }

const jsonOf = (value: Value): Json => {
  if ('iri' in value) return { '@id': value.iri }
  if ('text' in value)
    return {
      '@value': value.text,
      ...(value.language ? { '@language': value.language } : {}),
      ...(value.type ? { '@type': value.type } : {}),
    }
  return nodeOf(value)
}

const nodeOf = ({ about, is, has }: Thing): Json => ({
  ...(about === null ? {} : { '@id': about }),
  ...(is.length > 0 ? { '@type': [...is] } : {}),
  ...Object.fromEntries(
    Object.entries(has)
      .filter(([, values]) => values && values.length > 0)
      .map(([name, values]) => [name, (values as readonly Value[]).map(jsonOf)]),
  ),
})

export const toJsonLd = (things: readonly Thing[]): string =>
  JSON.stringify({ '@context': PREFIXES, '@graph': things.map(nodeOf) })

const quoted = ({ text: value, language, type }: Literal): string =>
  `${JSON.stringify(value)}${language ? `@${language}` : type ? `^^${type}` : ''}`

const turtleOf = (value: Value, indent: string): string => {
  if ('iri' in value) return `<${value.iri}>`
  if ('text' in value) return quoted(value)
  if (value.about !== null) throw new Error('a named thing stands on its own')
  const inner = `${indent}  `
  return `[\n${statements(value, inner)}\n${indent}]`
}

const statements = ({ is, has }: Thing, indent: string): string => {
  const lines = Object.entries(has)
    .filter(([, values]) => values && values.length > 0)
    .map(([name, values]) => `${name} ${(values as readonly Value[]).map((value) => turtleOf(value, indent)).join(', ')}`)
  return [...(is.length > 0 ? [`a ${is.join(', ')}`] : []), ...lines].map((line) => indent + line).join(' ;\n')
}

export const toTurtle = (things: readonly Thing[]): string => {
  const prefixes = Object.entries(PREFIXES).map(([prefix, address]) => `@prefix ${prefix}: <${address}> .`)
  const blocks = things.map((thing) => `<${thing.about}>\n${statements(thing, '  ')} .`)
  return `${prefixes.join('\n')}\n\n${blocks.join('\n\n')}\n`
}
