/** One page of the catalogue as DCAT-AP 3: complete in itself, with its neighbours linked. */

import type { Resource } from '@haihe/contract'
import type { City } from '@haihe/kernel'
import { agent, agentIri, licenceIri, location, regionIri, resourceGraph, type Surroundings } from './resource-graph.ts'
import { iri, type Thing, text, typed } from './thing.ts'
import { CHINESE, describe, LOCAL_AUTHORITY, THEMES } from './vocabulary.ts'

export interface Page {
  around: Surroundings
  city: City
  resources: readonly Resource[]
  total: number
  /** from 1 */
  page: number
  size: number
  /** address of a page, in the form that is asked for */
  addressOf: (page: number) => string
  /** when the catalogue last changed */
  modified: string
}

const CITY_UNIT = 'city'

const licence = (base: string): Thing => ({
  about: licenceIri(base),
  is: ['dct:LicenseDocument'],
  has: {
    'dct:title': [
      text('按目录载明的共享、开放条件使用', 'zh'),
      text('Use under the sharing and opening terms of the entry', 'en'),
    ],
    'dct:type': [iri('http://purl.org/adms/licencetype/UnknownIPR')],
  },
})

const licenceType: Thing = {
  about: 'http://purl.org/adms/licencetype/UnknownIPR',
  is: ['skos:Concept'],
  has: {
    'skos:prefLabel': [text('Unknown IPR', 'en')],
    'skos:inScheme': [iri('http://purl.org/adms/licencetype/1.0')],
  },
}
const licenceScheme: Thing = {
  about: 'http://purl.org/adms/licencetype/1.0',
  is: ['skos:ConceptScheme'],
  has: { 'dct:title': [text('Licence type', 'en')] },
}

const paging = ({ page, size, total, addressOf }: Page): Thing => {
  const last = Math.max(1, Math.ceil(total / size))
  return {
    about: addressOf(page),
    is: ['hydra:PartialCollectionView'],
    has: {
      'hydra:first': [iri(addressOf(1))],
      'hydra:last': [iri(addressOf(last))],
      'hydra:previous': page > 1 ? [iri(addressOf(page - 1))] : [],
      'hydra:next': page < last ? [iri(addressOf(page + 1))] : [],
      'hydra:totalItems': [typed(String(total), 'xsd:integer')],
    },
  }
}

export const pageGraph = (given: Page): Thing[] => {
  const { around, city, resources, modified } = given
  const { base } = around
  const graphs = resources.map((resource) => resourceGraph(around, resource))
  const owners = [...new Set(resources.map(({ owner }) => owner))]
  const regions = [...new Set([city.code, ...resources.map(({ region }) => region)])]
  const [west, south, east, north] = city.bounds
  const box = `POLYGON((${west} ${south}, ${east} ${south}, ${east} ${north}, ${west} ${north}, ${west} ${south}))`
  const catalogue: Thing = {
    about: `${base}/id/catalogue`,
    is: ['dcat:Catalog'],
    has: {
      'dct:title': [text(`${city.name.zh}公共数据资源目录`, 'zh'), text(`${city.name.en}: catalogue of public data`, 'en')],
      'dct:description': [
        text('各部门编制、审核、发布的信息资源目录', 'zh'),
        text('Information resources described, reviewed and published by the departments of the city', 'en'),
      ],
      'dct:publisher': [iri(agentIri(base, CITY_UNIT))],
      'dct:language': [iri(CHINESE.iri)],
      'dct:license': [iri(licenceIri(base))],
      'dct:issued': [typed(resources.map(({ publishedAt }) => publishedAt ?? modified).sort()[0] ?? modified, 'xsd:dateTime')],
      'dct:modified': [typed(modified, 'xsd:dateTime')],
      'dct:spatial': [iri(regionIri(base, city.code))],
      'dcat:themeTaxonomy': [iri(THEMES)],
      'foaf:homepage': [iri(`${base}/console/catalogue`)],
      'dcat:dataset': graphs.flatMap(({ datasets }) => datasets),
      'dcat:service': graphs.flatMap(({ services }) => services),
      'hydra:view': [iri(given.addressOf(given.page))],
    },
  }
  const pages = [`${base}/console/catalogue`, ...resources.map(({ id }) => `${base}/console/catalogue/${id}`)]
  const places = regions.map((code) => location(around, code))
  const cityPlace = places[0] as Thing
  return [
    catalogue,
    paging(given),
    ...graphs.flatMap(({ things }) => things),
    agent({ ...around, unitName: () => city.name.zh }, CITY_UNIT),
    ...owners.map((owner) => agent(around, owner)),
    { ...cityPlace, has: { ...cityPlace.has, 'dcat:bbox': [typed(box, 'geosparql:wktLiteral')] } },
    ...places.slice(1),
    ...pages.map((about): Thing => ({ about, is: ['foaf:Document'], has: {} })),
    licence(base),
    licenceType,
    licenceScheme,
    ...describe([LOCAL_AUTHORITY, CHINESE, ...graphs.flatMap(({ concepts }) => concepts)]),
    ...(graphs.length === 0
      ? [{ about: THEMES, is: ['skos:ConceptScheme'], has: { 'dct:title': [text('data-theme', 'en')] } } as Thing]
      : []),
  ]
}
