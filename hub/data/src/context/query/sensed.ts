/** Sensed readings shown on the entity they belong to: the newest value wins, whoever brought it. */
import { type Attributes, type Instance, instanceFor, type Kept } from '../model/entity.ts'
import { dateTime } from '../model/json.ts'
import { iriOf } from '../vocabulary.ts'
import type { Found, Sensed } from './find-store.ts'

const PROVENANCE = iriOf('provenance')
const UNIT = iriOf('unit')

const isHidden = (kept: Kept, { attribute, at }: Sensed): boolean => {
  const until = [kept.hidden['*'], kept.hidden[attribute]].filter((time) => time !== undefined)
  return until.some((time) => dateTime(at) <= dateTime(time))
}

const note = (value: string): Instance[] => [{ type: 'Property', value }]

/** UN/CEFACT codes are unit codes; any other unit is a sub-property. */
const unitOf = (unit: string): Pick<Instance, 'unitCode'> | { attrs: Attributes } =>
  /^[A-Z0-9]{2,3}$/.test(unit) ? { unitCode: unit } : { attrs: { [UNIT]: note(unit) } }

/** A reading as an instance of its attribute. */
export const sensedInstance = (sensed: Omit<Sensed, 'attribute'>, before: Instance | undefined): Instance => {
  const unit: { unitCode?: string; attrs?: Attributes } = before?.unitCode || !sensed.unit ? {} : unitOf(sensed.unit)
  return {
    ...before,
    type: 'Property',
    value: sensed.value ?? sensed.state ?? '',
    observedAt: sensed.at,
    ...(unit.unitCode ? { unitCode: unit.unitCode } : {}),
    createdAt: before?.createdAt ?? sensed.at,
    modifiedAt: sensed.at,
    attrs: { ...before?.attrs, ...unit.attrs, ...(sensed.provenance ? { [PROVENANCE]: note(sensed.provenance) } : {}) },
  }
}

/** The entity with the newest readings of the pipeline in their attributes, marked with their provenance. */
export const withSensed = ({ kept, sensed }: Found): Kept => {
  let attributes = kept.attributes
  for (const reading of sensed) {
    if (isHidden(kept, reading)) continue
    const iri = iriOf(reading.attribute)
    const list = attributes[iri]
    const before = instanceFor(list, undefined)
    if (before && (before.type !== 'Property' || (before.observedAt && dateTime(before.observedAt) >= dateTime(reading.at))))
      continue
    const others = (list ?? []).filter((instance) => instance !== before)
    attributes = { ...attributes, [iri]: [sensedInstance(reading, before), ...others] }
  }
  return attributes === kept.attributes ? kept : { ...kept, attributes }
}
