/** A hub under load in a process of its own, to be killed: tells its parent what was acknowledged. */
import { createLiveHub, createLog, kernelMigrations, migrate, openDatabase, readConfig } from '@haihe/kernel'
import { migrations } from '../../migrations.ts'
import { findSource, insertSource } from '../../sources/store.ts'
import { openMailroom, QUICK } from './mailroom.ts'

const [url = '', receiver = '', from = '', branches = '10'] = process.argv.slice(2)
const database = openDatabase(url, 8)
await migrate(database.pool, [kernelMigrations, migrations])
const now = () => new Date()
const ctx = {
  ...database,
  config: readConfig({ HAIHE_LOG: 'silent' }),
  log: createLog('silent'),
  now,
  live: createLiveHub(now),
  city: {
    code: '99',
    name: { zh: '书城', en: 'Booktown' },
    bounds: [116, 38, 118, 40] as [number, number, number, number],
    timeZone: 'Asia/Shanghai',
  },
}
if (!(await findSource(ctx.db, 'gate')))
  await insertSource(
    ctx.db,
    { id: 'gate', title: 'gate', unit: 'library', region: '990101', provenance: 'local', protocol: 'internal' },
    now(),
  )
const room = await openMailroom(QUICK, ctx)
if (from === '') {
  // the last one only delivers what is left
  process.send?.('running')
  setInterval(async () => {
    const { rows } = await ctx.pool.query<{ n: number }>('SELECT count(*) AS n FROM data.delivery_queue')
    if (rows[0]?.n === 0) process.send?.('empty')
  }, 50)
} else {
  if (from === '0') {
    await room.subscribe(`${receiver}/all`)
    for (let i = 0; i < Number(branches); i += 1)
      await room.subscribe(`${receiver}/one-${i}`, { entities: [{ type: 'Branch', id: `urn:ngsi-ld:Branch:b${i}` }] })
  }
  process.send?.('running')
  for (let value = Number(from); ; value += 2) {
    // two states of each branch at once, in the order of their time
    const readings = [value, value + 1].flatMap((loans) =>
      Array.from({ length: Number(branches) }, (_, i): [string, number] => [`b${i}`, loans]),
    )
    await room.lend(readings, Number(from) * 1000)
    process.send?.(value + 1)
  }
}
