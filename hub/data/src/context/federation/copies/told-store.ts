import type pg from 'pg'
import type { Told } from './news.ts'

/** What a subscriber was told of an entity; nobody else looks or writes until the transaction ends. */
export const lockTold = async (client: pg.ClientBase, subscriber: number, entity: string): Promise<Told> => {
  const { rows } = await client.query<{ doc: Told }>({
    name: 'subscription-told-lock',
    text: `INSERT INTO data.subscription_told AS t (subscriber, entity, doc) VALUES ($1, $2, '{}')
      ON CONFLICT (subscriber, entity) DO UPDATE SET doc = t.doc RETURNING doc`,
    values: [subscriber, entity],
  })
  return rows[0]?.doc ?? {}
}

export const saveTold = async (client: pg.ClientBase, subscriber: number, entity: string, told: Told): Promise<void> => {
  await client.query({
    name: 'subscription-told-save',
    text: 'UPDATE data.subscription_told SET doc = $3::jsonb WHERE subscriber = $1 AND entity = $2',
    values: [subscriber, entity, JSON.stringify(told)],
  })
}
