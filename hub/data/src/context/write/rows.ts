/** From entities to the rows of their indexes and of their history. */
import { latLngToCell } from 'h3-js'
import { boundsOf, centreOf, type Geometry } from '../geo/geometry.ts'
import { NGSI_LD } from '../ld/core-terms.ts'
import { type Instance, type Kept, NULL, VALUE_MEMBER } from '../model/entity.ts'
import { numbersOf } from '../model/keys.ts'
import type { Difference } from './diff.ts'
import type { HistoryEntry } from './engine.ts'
import type { GeoRow, InstanceRow, NumberRow } from './write-store.ts'

export const SCOPE = `${NGSI_LD}scope`
const RESOLUTION = 9

export const numberRows = (kept: Kept): NumberRow[] =>
  numbersOf(kept).map((row) => ({ tenant: kept.tenant, entity: kept.id, ...row }))

/** An H3 index is 64 bits without sign; PostgreSQL's bigint has one. */
const signedCell = (lon: number, lat: number): string =>
  BigInt.asIntN(64, BigInt(`0x${latLngToCell(lat, lon, RESOLUTION)}`)).toString()

export const geoRows = (kept: Kept): GeoRow[] =>
  Object.entries(kept.attributes).flatMap(([attribute, instances]) =>
    instances
      .filter((instance) => instance.type === 'GeoProperty')
      .map((instance) => {
        const geometry = instance.value as unknown as Geometry
        const [west, south, east, north] = boundsOf(geometry)
        const [lon, lat] = centreOf(geometry)
        const point = geometry.type === 'Point'
        return {
          tenant: kept.tenant,
          entity: kept.id,
          attribute,
          dataset: instance.datasetId ?? null,
          geometry,
          west,
          south,
          east,
          north,
          lon: point ? lon : null,
          lat: point ? lat : null,
          cell: signedCell(lon, lat),
        }
      }),
  )

/** The mark of a deletion: NGSI-LD Null in the shape of the type it was. */
export const nullInstance = (was: Instance): Instance => ({
  type: was.type,
  [VALUE_MEMBER[was.type]]: was.type === 'LanguageProperty' ? { '@none': NULL } : NULL,
  ...(was.datasetId ? { datasetId: was.datasetId } : {}),
})

/** History of one write: an instance as it became, or the mark of its deletion. */
export const historyRows = (
  before: Kept | undefined,
  after: Kept,
  difference: Difference,
  actor: string,
  now: string,
): InstanceRow[] => {
  const base = { tenant: after.tenant, entity: after.id, actor }
  const rows: InstanceRow[] = difference.instances.map(({ attribute, before: was, after: is }) => ({
    ...base,
    attribute,
    dataset: (is ?? was)?.datasetId ?? null,
    observed_at: is?.observedAt ?? null,
    created_at: (is ?? was)?.createdAt ?? now,
    modified_at: is?.modifiedAt ?? now,
    deleted_at: is ? null : now,
    doc: is ?? nullInstance(was as Instance),
  }))
  if (difference.scope) {
    const left = after.live && after.scope.length > 0
    rows.push({
      ...base,
      attribute: SCOPE,
      dataset: null,
      // the time of a change over the core interface stands for its observation (clause 4.5.6)
      observed_at: now,
      created_at: before?.createdAt ?? after.createdAt,
      modified_at: now,
      deleted_at: left ? null : now,
      doc: {
        type: 'Property',
        value: after.scope.length === 1 ? after.scope[0] : after.scope,
        ...(left ? { observedAt: now } : {}),
      },
    })
  }
  return rows
}

/** History given as it is: the temporal interface. */
export const entryRows = (after: Kept, history: readonly HistoryEntry[], actor: string, now: string): InstanceRow[] =>
  history.map(({ attribute, instance, deletedAt }) => ({
    tenant: after.tenant,
    entity: after.id,
    attribute,
    dataset: instance.datasetId ?? null,
    observed_at: instance.observedAt ?? null,
    created_at: now,
    modified_at: now,
    deleted_at: deletedAt ?? null,
    actor,
    doc: instance,
  }))
