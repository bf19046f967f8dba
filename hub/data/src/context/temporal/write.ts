/** The temporal representations: normalized, temporalValues, aggregatedValues. */

import type { Terms } from '../ld/terms.ts'
import { type Instance, VALUE_MEMBER } from '../model/entity.ts'
import type { Json, JsonObject } from '../model/json.ts'
import { writeAttribute, writeHead } from '../model/write.ts'
import { keepsMember, type Selected, select } from '../query/projection.ts'
import { SCOPE } from '../write/rows.ts'
import { aggregate } from './aggregate.ts'
import { type Evolved, type Moment, timeText } from './evolution.ts'
import { rangeOf, type TemporalQuery, type TemporalShape } from './temporal-query.ts'

const PLURAL: Record<string, string> = {
  value: 'values',
  object: 'objects',
  languageMap: 'languageMaps',
  vocab: 'vocabs',
  json: 'jsons',
  valueList: 'valueLists',
  objectList: 'objectLists',
}

const oneOrMany = (list: Json[]): Json => (list.length === 1 ? (list[0] as Json) : list)

const byDataset = (moments: readonly Moment[]): [string | undefined, Moment[]][] => [
  ...Map.groupBy(moments, ({ instance }) => instance.datasetId),
]

/** Language maps, vocabularies and JSON say what they are, as in the simplified representation (clause 4.5.9). */
const bare = (instance: Instance, terms: Terms, lang: readonly string[] | undefined): Json =>
  writeAttribute([instance], { terms, format: 'simplified', sysAttrs: false, ...(lang ? { lang } : {}) })

const writeValues = (moments: readonly Moment[], terms: Terms, lang: readonly string[] | undefined): Json =>
  oneOrMany(
    byDataset(moments).map(([datasetId, list]) => {
      const { type } = (list[0] as Moment).instance
      return {
        type,
        ...(datasetId ? { datasetId } : {}),
        [PLURAL[VALUE_MEMBER[type]] as string]: list.map(({ at, instance }) => [bare(instance, terms, lang), timeText(at)]),
      }
    }),
  )

const writeAggregated = (moments: readonly Moment[], shape: TemporalShape, origin: number, end: number): Json =>
  oneOrMany(
    byDataset(moments).map(([datasetId, list]) => ({
      type: (list[0] as Moment).instance.type,
      ...(datasetId ? { datasetId } : {}),
      ...aggregate(list, shape.aggregated as NonNullable<TemporalShape['aggregated']>, origin, end),
    })),
  )

export interface TemporalOptions {
  terms: Terms
  shape: TemporalShape
  query: TemporalQuery
  selected: Selected
  lang?: readonly string[]
}

const instanceShown = ({ instance, at }: Moment, { shape, query }: TemporalOptions): Instance => {
  const { createdAt: _, modifiedAt: __, deletedAt, expiresAt: ___, ...rest } = instance
  const shown: Instance = shape.sysAttrs
    ? { ...instance }
    : // the time that was asked for is shown even where system times are not
      { ...rest, ...(query.timeproperty !== 'observedAt' ? { [query.timeproperty]: timeText(at) } : {}) }
  if (deletedAt) shown.deletedAt = deletedAt
  return shown
}

/** Undefined when nothing of it is selected. */
export const writeEvolution = ({ kept, evolution }: Evolved, options: TemporalOptions): JsonObject | undefined => {
  const { terms, shape, query, selected } = options
  const head = writeHead({ ...kept, scope: [] }, { terms, sysAttrs: shape.sysAttrs })
  const out: JsonObject = {}
  for (const [name, value] of Object.entries(head)) if (keepsMember(name, selected)) out[name] = value
  const all = [...evolution.values()].flat().map(({ at }) => at)
  const range = rangeOf(query)
  const origin = range.from ?? (all.length > 0 ? Math.min(...all) : 0)
  const end = range.to ?? (all.length > 0 ? Math.max(...all) : 0)
  for (const [attribute, moments] of evolution) {
    const name = terms.compact(attribute)
    const isScope = attribute === SCOPE
    if (isScope ? !keepsMember('scope', selected) || selected.attrs !== undefined : !isSelected(attribute, selected)) continue
    if (shape.format === 'temporalValues')
      out[name] = moments.length === 0 ? { type: 'Property', values: [] } : writeValues(moments, terms, options.lang)
    else if (shape.format === 'aggregatedValues') {
      if (moments.length > 0) out[name] = writeAggregated(moments, shape, origin, end)
    } else
      out[name] = moments.map((moment) => {
        const instance = instanceShown(moment, options)
        const written = writeAttribute([isScope ? withoutDataset(instance) : instance], {
          terms,
          format: 'normalized',
          sysAttrs: true,
          ...(options.lang ? { lang: options.lang } : {}),
        })
        return written
      })
  }
  return Object.keys(out).length > 0 ? out : undefined
}

const withoutDataset = ({ datasetId: _, ...instance }: Instance): Instance => instance

const isSelected = (attribute: string, selected: Selected): boolean => {
  const probe: Instance = { type: 'Property', value: 0 }
  const { datasets: _, ...rest } = selected
  const entity = { id: '', types: [], scope: [], attributes: { [attribute]: [probe] }, createdAt: '', modifiedAt: '' }
  return select(entity, rest).attributes[attribute] !== undefined
}
