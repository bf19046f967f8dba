/** What our codes are called in the vocabularies that DCAT-AP asks for. Each page brings the concepts that it uses. */
import type { AccessType, Resource, UpdateCycle } from '@haihe/contract'
import { classOf } from '../classes.ts'
import { iri, type Thing, text } from './thing.ts'

const AUTHORITY = 'http://publications.europa.eu/resource/authority'

export interface Concept {
  iri: string
  scheme: string
  label: string
  is: 'skos:Concept' | 'dct:Frequency' | 'dct:LinguisticSystem' | 'dct:MediaTypeOrExtent' | 'dct:RightsStatement'
}

const concept = (scheme: string, code: string, label: string, is: Concept['is'] = 'skos:Concept'): Concept => ({
  iri: `${AUTHORITY}/${scheme}/${code}`,
  scheme: `${AUTHORITY}/${scheme}`,
  label,
  is,
})

export const CHINESE = concept('language', 'ZHO', 'Chinese', 'dct:LinguisticSystem')
export const STABLE = concept('planned-availability', 'STABLE', 'stable')
export const LOCAL_AUTHORITY: Concept = {
  iri: 'http://purl.org/adms/publishertype/LocalAuthority',
  scheme: 'http://purl.org/adms/publishertype/1.0',
  label: 'Local Authority',
  is: 'skos:Concept',
}
export const THEMES = `${AUTHORITY}/data-theme`

const frequency = (code: string, label: string): Concept => concept('frequency', code, label, 'dct:Frequency')
export const FREQUENCY: Record<UpdateCycle, Concept> = {
  realtime: frequency('UPDATE_CONT', 'continuously updated'),
  daily: frequency('DAILY', 'daily'),
  weekly: frequency('WEEKLY', 'weekly'),
  monthly: frequency('MONTHLY', 'monthly'),
  quarterly: frequency('QUARTERLY', 'quarterly'),
  'half-yearly': frequency('ANNUAL_2', 'semiannual'),
  yearly: frequency('ANNUAL', 'annual'),
  irregular: frequency('IRREG', 'irregular'),
}

const rights = (code: string, label: string): Concept => concept('access-right', code, label, 'dct:RightsStatement')
/** Rights as the public has them: opened, opened on a condition, not opened. */
export const RIGHTS: Record<AccessType, Concept> = {
  unconditional: rights('PUBLIC', 'public'),
  conditional: rights('RESTRICTED', 'restricted'),
  refused: rights('NON_PUBLIC', 'non-public'),
}

const format = (code: string): Concept => concept('file-type', code, code, 'dct:MediaTypeOrExtent')
export const FORMAT: Record<Resource['channels'][number], Concept> = {
  api: format('JSON'),
  table: format('SQL'),
  file: format('CSV'),
}

const theme = (code: string, label: string): Concept => concept('data-theme', code, label)
const ECONOMY = theme('ECON', 'Economy and finance')
const ENERGY = theme('ENER', 'Energy')
const ENVIRONMENT = theme('ENVI', 'Environment')
const GOVERNMENT = theme('GOVE', 'Government and public sector')
const HEALTH = theme('HEAL', 'Health')
const JUSTICE = theme('JUST', 'Justice, legal system and public safety')
const REGIONS = theme('REGI', 'Regions and cities')
const SOCIETY = theme('SOCI', 'Population and society')

const THEME: Record<string, Concept> = {
  '1.1': SOCIETY,
  '1.2': ECONOMY,
  '1.3': REGIONS,
  '1.4': ECONOMY,
  '1.5': GOVERNMENT,
  '2.1': GOVERNMENT,
  '2.2': HEALTH,
  '2.3': SOCIETY,
  '2.4': HEALTH,
  '2.5': JUSTICE,
  '2.6': ECONOMY,
  '2.7': ENERGY,
  '2.8': ECONOMY,
  '2.9': REGIONS,
  '2.10': SOCIETY,
  '2.11': ENVIRONMENT,
  '2.12': JUSTICE,
}
export const themeOf = (path: string): Concept => THEME[classOf(path)] ?? GOVERNMENT

/** The concepts themselves, and the schemes they stand in. */
export const describe = (used: readonly Concept[]): Thing[] => {
  const concepts = [...new Map(used.map((one) => [one.iri, one])).values()]
  const schemes = [...new Set(concepts.map(({ scheme }) => scheme))]
  return [
    ...concepts.map(
      (one): Thing => ({
        about: one.iri,
        is: one.is === 'skos:Concept' ? [one.is] : ['skos:Concept', one.is],
        has: { 'skos:prefLabel': [text(one.label, 'en')], 'skos:inScheme': [iri(one.scheme)] },
      }),
    ),
    ...schemes.map(
      (scheme): Thing => ({
        about: scheme,
        is: ['skos:ConceptScheme'],
        has: { 'dct:title': [text(scheme.split('/').at(-1) as string, 'en')] },
      }),
    ),
  ]
}
