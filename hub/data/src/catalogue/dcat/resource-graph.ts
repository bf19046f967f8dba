/** An information resource as DCAT-AP 3: data set, distributions with their terms of use (ODRL), services. */
import type { AccessType, Region, Resource } from '@haihe/contract'
import { type Iri, iri, type Literal, type Thing, text, typed } from './thing.ts'
import { CHINESE, type Concept, FORMAT, FREQUENCY, LOCAL_AUTHORITY, RIGHTS, STABLE, themeOf } from './vocabulary.ts'

export interface Surroundings {
  /** address of the hub, without a slash at its end */
  base: string
  unitName: (id: string) => string
  region: (code: string) => Region | undefined
}

export interface Graph {
  things: Thing[]
  concepts: Concept[]
  datasets: Iri[]
  services: Iri[]
}

const date = (at: string): Literal => typed(at, 'xsd:dateTime')
const to = (concept: Concept): Iri => iri(concept.iri)

export const agentIri = (base: string, unit: string): string => iri(`${base}/id/unit/${encodeURIComponent(unit)}`).iri
export const regionIri = (base: string, code: string): string => `${base}/id/region/${code}`
export const licenceIri = (base: string): string => `${base}/id/licence/catalogue-terms`

export const agent = ({ base, unitName }: Surroundings, unit: string): Thing => ({
  about: agentIri(base, unit),
  is: ['foaf:Agent'],
  has: { 'foaf:name': [text(unitName(unit), 'zh')], 'dct:type': [to(LOCAL_AUTHORITY)], 'dct:identifier': [text(unit)] },
})

export const location = ({ base, region }: Surroundings, code: string): Thing => {
  const found = region(code)
  return {
    about: regionIri(base, code),
    is: ['dct:Location'],
    has: {
      'skos:prefLabel': [text(found?.name ?? code, 'zh')],
      'dct:identifier': [text(code)],
      ...(found?.centre
        ? { 'dcat:centroid': [typed(`POINT(${found.centre[0]} ${found.centre[1]})`, 'geosparql:wktLiteral')] }
        : {}),
    },
  }
}

const contact = ({ base, unitName }: Surroundings, unit: string): Thing => ({
  about: null,
  is: ['vcard:Kind', 'vcard:Organization'],
  has: { 'vcard:fn': [text(unitName(unit), 'zh')], 'vcard:hasURL': [iri(`${base}/api/units/${encodeURIComponent(unit)}`)] },
})

/** A rule of the terms: departments of the city share, the public is opened to. */
const rule = (base: string, about: string, owner: string, who: 'government' | 'public', type: AccessType, why: string): Thing => {
  const consent: Thing = {
    about: null,
    is: ['odrl:Duty'],
    has: {
      'odrl:action': [iri('http://www.w3.org/ns/odrl/2/obtainConsent')],
      'odrl:consentedParty': [iri(agentIri(base, owner))],
    },
  }
  return {
    about: null,
    is: [type === 'refused' ? 'odrl:Prohibition' : 'odrl:Permission'],
    has: {
      'odrl:target': [iri(about)],
      'odrl:action': [iri('http://www.w3.org/ns/odrl/2/use')],
      'odrl:assigner': [iri(agentIri(base, owner))],
      'odrl:assignee': [iri(`${base}/id/party/${who}`)],
      'dct:description': why ? [text(why, 'zh')] : [],
      'odrl:duty': type === 'conditional' ? [consent] : [],
    },
  }
}

/** Terms of use: what departments and the public may do, on which condition, and what is refused on which basis. */
const termsOf = (base: string, about: string, { owner, sharing, opening }: Resource): Thing => {
  const rules = [
    rule(base, about, owner, 'government', sharing.type, sharing.type === 'refused' ? sharing.basis : sharing.condition),
    rule(base, about, owner, 'public', opening.type, opening.condition),
  ]
  const of = (kind: 'odrl:Permission' | 'odrl:Prohibition') => rules.filter(({ is }) => is.includes(kind))
  return {
    about: `${about}/terms`,
    is: ['odrl:Policy', 'odrl:Set'],
    has: {
      'odrl:uid': [iri(`${about}/terms`)],
      'odrl:permission': of('odrl:Permission'),
      'odrl:prohibition': of('odrl:Prohibition'),
    },
  }
}

export const accessUrl = (base: string, resource: Resource): string => {
  if (resource.kind === 'service') return resource.target as string
  if (resource.kind === 'entities') return `${base}/ngsi-ld/v1/entities?type=${encodeURIComponent(resource.target as string)}`
  return `${base}/api/resources/${resource.id}/rows`
}

export const resourceGraph = (around: Surroundings, resource: Resource): Graph => {
  const { base } = around
  const about = `${base}/id/resource/${resource.id}`
  const { opening } = resource
  const terms = termsOf(base, about, resource)
  const modified = resource.loadedAt ?? resource.updatedAt
  const theme = themeOf(resource.path)
  const words = {
    'dct:title': [text(resource.title, 'zh')],
    'dct:description': [text(resource.summary, 'zh')],
    'dct:identifier': [text(resource.code)],
    'dct:publisher': [iri(agentIri(base, resource.owner))],
    'dcat:contactPoint': [contact(around, resource.owner)],
    'dcat:keyword': (resource.keywords.length > 0 ? resource.keywords : [resource.title]).map((word) => text(word, 'zh')),
    'dcat:theme': [to(theme)],
    'dct:language': [to(CHINESE)],
    'dct:accessRights': [to(RIGHTS[opening.type])],
    'dct:modified': [date(modified)],
    'dct:issued': resource.publishedAt ? [date(resource.publishedAt)] : [],
    'dcat:landingPage': [iri(`${base}/console/catalogue/${resource.id}`)],
  }
  const distributions = resource.channels.map(
    (channel): Thing => ({
      about: `${about}/distribution/${channel}`,
      is: ['dcat:Distribution'],
      has: {
        'dct:title': [text(`${resource.title}（${channel}）`, 'zh')],
        'dct:description': [text(resource.summary, 'zh')],
        'dcat:accessURL': [iri(accessUrl(base, resource))],
        'dct:format': [to(FORMAT[channel])],
        'dct:license': [iri(licenceIri(base))],
        'dcatap:availability': [to(STABLE)],
        'dct:language': [to(CHINESE)],
        'dct:modified': [date(modified)],
        'odrl:hasPolicy': [iri(terms.about as string)],
      },
    }),
  )
  const dataset: Thing = {
    about,
    is: ['dcat:Dataset'],
    has: {
      ...words,
      'dct:spatial': [iri(regionIri(base, resource.region))],
      'dct:accrualPeriodicity': [to(FREQUENCY[resource.cycle])],
      'dcat:version': [text(String(resource.version))],
      'dcat:distribution': distributions.map((one) => iri(one.about as string)),
    },
  }
  const service: Thing = {
    about: `${about}/service`,
    is: ['dcat:DataService'],
    has: {
      ...words,
      'dcat:endpointURL': [iri(accessUrl(base, resource))],
      'dcat:endpointDescription': [iri(`${base}/api/catalogue/${resource.id}`)],
      'dcat:servesDataset': [iri(about)],
      'dct:license': [iri(licenceIri(base))],
      'dct:format': [to(FORMAT.api)],
    },
  }
  const services = resource.kind === 'service' ? [service] : []
  const addresses = services.flatMap(({ has }) =>
    [...(has['dcat:endpointURL'] ?? []), ...(has['dcat:endpointDescription'] ?? [])].map(
      (address): Thing => ({ about: (address as Iri).iri, is: ['rdfs:Resource'], has: {} }),
    ),
  )
  return {
    things: [dataset, ...distributions, terms, ...services, ...addresses],
    datasets: [iri(about)],
    services: services.map((one) => iri(one.about as string)),
    concepts: [
      theme,
      CHINESE,
      STABLE,
      RIGHTS[opening.type],
      FREQUENCY[resource.cycle],
      LOCAL_AUTHORITY,
      FORMAT.api,
      ...resource.channels.map((channel) => FORMAT[channel]),
    ],
  }
}
