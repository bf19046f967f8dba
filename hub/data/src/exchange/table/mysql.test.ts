import assert from 'node:assert/strict'
import type { AddressInfo, Server } from 'node:net'
import { after, test } from 'node:test'
import { MysqlSettings } from '@haihe/contract'
import mysql from 'mysql2'
import { openMysql } from './mysql-store.ts'
import { openTable } from './table-source.ts'

/** A server that speaks MySQL's protocol, answers from a script and remembers what it was asked. */
interface Connection {
  sequenceId: number
  stream: { destroy: () => void }
  serverHandshake: (options: object) => void
  writeColumns: (columns: object[]) => void
  writeTextRow: (row: (string | null)[]) => void
  writeEof: () => void
  writeOk: () => void
  writeError: (error: object) => void
  on: (event: string, handle: (...values: never[]) => void) => void
}

const asked: string[] = []
const LOANS = Array.from({ length: 5 }, (_, n) => [`k${n + 1}`, `title ${n + 1}`, `2026-03-05T08:00:0${n}.000000Z`])

const answerOf = (sql: string): (string | null)[][] => {
  if (sql.includes('information_schema.COLUMNS'))
    return [
      ['no', 'varchar', 'NO'],
      ['title', 'text', 'YES'],
      ['changed', 'timestamp', 'YES'],
    ]
  if (sql.includes('STATISTICS')) return [['no']]
  if (sql.includes('TABLE_ROWS')) return [['5']]
  if (sql.includes('DATE_SUB')) return [['2026-03-05 07:50:04']]
  if (sql.includes('DESC LIMIT 1')) return [['2026-03-05T08:00:04.000000Z']]
  const after = /`no` > '(k\d)'/.exec(sql)?.[1]
  const limit = Number(/LIMIT (\d+)/.exec(sql)?.[1])
  return LOANS.filter(([no]) => after === undefined || (no as string) > after).slice(0, limit)
}

const sockets: { destroy: () => void }[] = []
const server = mysql.createServer((raw) => {
  const connection = raw as unknown as Connection
  sockets.push(connection.stream)
  connection.on('error', () => {})
  connection.serverHandshake({
    protocolVersion: 10,
    serverVersion: '8.0.0',
    connectionId: 1,
    statusFlags: 2,
    characterSet: 33,
    capabilityFlags: 0xffffff & ~0x800,
    authCallback: (_: object, done: () => void) => {
      done()
      connection.sequenceId = 0
    },
  })
  // this is where the library puts SET
  connection.on('stmt_prepare', ((sql: string) => {
    asked.push(sql)
    connection.sequenceId = 1
    connection.writeOk()
    connection.sequenceId = 0
  }) as never)
  connection.on('query', ((sql: string) => {
    asked.push(sql)
    const rows = answerOf(sql)
    // a question begins a new sequence of packets
    connection.sequenceId = 1
    const columns = (rows[0] ?? ['a', 'b', 'c']).map((_, n) => ({
      catalog: 'def',
      schema: '',
      table: '',
      orgTable: '',
      name: `c${n}`,
      orgName: '',
      characterSet: 33,
      columnLength: 255,
      columnType: 253,
      flags: 0,
      decimals: 0,
    }))
    connection.writeColumns(columns)
    for (const row of rows) connection.writeTextRow(row)
    connection.writeEof()
    connection.sequenceId = 0
  }) as never)
})
const port = await new Promise<number>((resolve) => {
  const net = (server as unknown as { _server: Server })._server
  server.listen(0)
  net.once('listening', () => resolve((net.address() as AddressInfo).port))
})
after(() => {
  for (const socket of sockets) socket.destroy()
  ;(server as unknown as { close: () => void }).close()
})

const settings = (strategy: object) =>
  MysqlSettings.parse({
    host: '127.0.0.1',
    port,
    database: 'lib`rary',
    user: 'reader',
    table: 'lo`ans',
    strategy,
  })

test('a MySQL table is read over its protocol: read-only, by key, in chunks, names quoted', async () => {
  const wanted = settings({ by: 'timestamp', column: 'changed' })
  const source = openTable(await openMysql(wanted, '127.0.0.1', undefined), wanted.strategy, 2)
  const rows: unknown[] = []
  const chunks = source.read({ cursor: null, watermark: null, line: 0, signal: new AbortController().signal })
  let step = await chunks.next()
  for (; !step.done; step = await chunks.next()) rows.push(...step.value.rows)
  assert.deepEqual(rows, LOANS)
  assert.deepEqual(step.value.watermark, { by: 'timestamp', column: 'changed', value: '2026-03-05T08:00:04.000000Z' })
  assert.ok(asked.some((sql) => /TRANSACTION READ ONLY/.test(sql)))
  assert.ok(asked.every((sql) => !sql.includes('lo`ans`') || sql.includes('`lib``rary`.`lo``ans`')))

  const next = source.read({ cursor: null, watermark: step.value.watermark, line: 0, signal: new AbortController().signal })
  await next.next()
  const last = asked.at(-1) ?? ''
  // instants are compared without the mark that they are shown with
  assert.match(
    last,
    /WHERE `changed` > '2026-03-05 07:50:04' AND `changed` <= '2026-03-05 08:00:04.000000' ORDER BY `changed`, `no` LIMIT 2/,
  )
  await source.close()
})
