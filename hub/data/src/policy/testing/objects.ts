/** Readers as city objects: a hub of its own whose entities stand under the policy of a desk. */
import { DEFAULT_VOCAB } from '../../context/ld/core-terms.ts'
import type { Json } from '../../context/model/json.ts'
import { type Hub, openHub } from '../../context/testing/hub.ts'
import { type Desk, openDesk, type Person, readers } from './readers.ts'

export const TYPE = 'Reader'
export const iriOf = (name: string): string => DEFAULT_VOCAB + name
export const idOf = ({ loans }: Pick<Person, 'loans'>): string => `urn:reader:${String(loans).padStart(4, '0')}`

/** The register of readers as a type of city objects, with the id of each as its first field. */
export const objects = (more: Parameters<typeof readers>[0] = {}) => {
  const whole = readers()
  const [first] = whole.fields
  const id = {
    ...first!,
    name: 'id',
    title: '标识',
    classification: { ...first!.classification, grade: 1, category: 'public', mask: 'none' },
  } as const
  return readers({
    kind: 'entities',
    target: TYPE,
    fields: [id, ...whole.fields],
    keys: ['id'],
    ...more,
  })
}

export interface ObjectDesk {
  hub: Hub
  desk: Desk
  /** writes people as entities, in their own regions */
  write: (people: readonly Person[]) => Promise<void>
  close: () => Promise<void>
}

export const FIELDS = readers().fields.map(({ name }) => name)

export const openObjects = async (name: string, actors: Parameters<typeof openDesk>[0] = {}): Promise<ObjectDesk> => {
  let desk: Desk | undefined
  const guardOf = () => (desk as Desk).room.guard
  const hub = await openHub(
    name,
    {
      guard: {
        show: (...asked) => guardOf().show(...asked),
        showInstance: (...asked) => guardOf().showInstance(...asked),
        assertAsked: (...asked) => guardOf().assertAsked(...asked),
        reach: (...asked) => guardOf().reach(...asked),
      },
    },
    actors,
  )
  desk = await openDesk(actors, hub)
  const { pool } = hub.ctx
  return {
    hub,
    desk,
    async write(people) {
      const entities = people.map(
        (one): Json => ({
          id: idOf(one),
          type: TYPE,
          ...Object.fromEntries(FIELDS.map((field) => [field, { type: 'Property', value: one[field as keyof Person] }])),
        }),
      )
      const { status, body } = await hub.call('POST', '/entityOperations/upsert', entities)
      if (status >= 300) throw new Error(JSON.stringify(body))
      // a library's readers have no place on the map: their region is set as a source would set it
      for (const one of people) await pool.query('UPDATE data.entity SET region = $2 WHERE id = $1', [idOf(one), one.region])
    },
    async close() {
      await desk?.close()
      await hub.close()
    },
  }
}
