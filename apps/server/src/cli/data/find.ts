/** What people name: a resource by code or id, a connector by id or title, a file of JSON. */
import { readFile } from 'node:fs/promises'
import { text as readStream } from 'node:stream/consumers'
import type { Api, Client } from '@haihe/client'
import { OutcomeError, UsageError } from './command.ts'

export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export type Entry = Api['GET /api/catalogue/{id}']['answer']

export const findEntry = async (client: Client, named: string): Promise<Entry> => {
  if (UUID.test(named)) return client.call('GET /api/catalogue/{id}', { params: { id: named } })
  const { items } = await client.call('GET /api/catalogue', { query: { q: named, limit: 50 } })
  const exact = items.find(({ code }) => code === named) ?? items.find(({ title }) => title === named)
  if (exact) return client.call('GET /api/catalogue/{id}', { params: { id: exact.id } })
  const near = items.slice(0, 5).map(({ code, title }) => `  ${code}  ${title}`)
  throw new OutcomeError([`目录中没有「${named}」`, ...(near.length > 0 ? ['相近的有：', ...near] : [])].join('\n'))
}

export type Connector = Api['GET /api/connectors']['answer']['items'][number]

export const findConnector = async (client: Client, named: string): Promise<Connector> => {
  if (UUID.test(named)) return client.call('GET /api/connectors/{id}', { params: { id: named } })
  const { items } = await client.call('GET /api/connectors', { query: { q: named, limit: 50 } })
  const exact = items.filter(({ title }) => title === named)
  const one = exact.length === 1 ? exact[0] : items.length === 1 ? items[0] : undefined
  if (one) return one
  throw new OutcomeError(
    [
      items.length === 0 ? `没有接入任务「${named}」` : `「${named}」对应多个接入任务，请用编号：`,
      ...items.map(({ id, title }) => `  ${id}  ${title}`),
    ].join('\n'),
  )
}

/** `-` reads from the pipe. */
export const readJson = async <T>(file: string, from: NodeJS.ReadableStream): Promise<T> => {
  const content = file === '-' ? await readStream(from) : await readFile(file, 'utf8')
  try {
    return JSON.parse(content) as T
  } catch (error) {
    throw new UsageError(`${file} 不是有效的 JSON：${(error as Error).message}`)
  }
}
