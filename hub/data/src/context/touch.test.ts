import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Database, rows, sql } from '@haihe/kernel'
import { testDatabase } from '@haihe/kernel/testing'
import { migrations } from '../migrations.ts'
import { touchEntities } from './touch.ts'

let database: Database
before(async () => {
  database = await testDatabase([migrations])
})
after(() => database.close())

const shelf = {
  id: 'urn:ngsi-ld:Shelf:1',
  type: 'Shelf',
  region: '990101',
  source: 'library',
  at: new Date('2026-11-20T02:00:00Z'),
}

const stored = () =>
  rows<{ id: string; type: string; types: string[]; region: string }>(
    database.db,
    sql`SELECT id, type, types, region FROM data.entity ORDER BY id`,
  )

test('an entity met for the first time gets its row, once', async () => {
  const client = await database.pool.connect()
  try {
    await touchEntities(client, [shelf, shelf, { ...shelf, id: 'urn:ngsi-ld:Shelf:0', type: 'https://books.example/Shelf' }])
    await touchEntities(client, [{ ...shelf, region: '990102' }])
    await touchEntities(client, [])
  } finally {
    client.release()
  }
  assert.deepEqual(await stored(), [
    {
      id: 'urn:ngsi-ld:Shelf:0',
      type: 'https://books.example/Shelf',
      types: ['https://books.example/Shelf'],
      region: '990101',
    },
    {
      id: 'urn:ngsi-ld:Shelf:1',
      type: 'Shelf',
      types: ['https://uri.etsi.org/ngsi-ld/default-context/Shelf'],
      region: '990101',
    },
  ])
})
