/** Catalogues a resource and brings its rows, as a bureau's engineer and a reviewer of the city would. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { CatalogueEntry, ClassificationView, RunView, UploadView } from '@haihe/contract'
import type { DemoResource } from './describe.ts'
import { csvOf } from './generate.ts'
import type { HubClient } from './hub-client.ts'

export interface Hands {
  /** edits and loads for every owner */
  engineer: HubClient
  /** another person: nobody reviews their own work */
  reviewer: HubClient
}

const WAIT_MS = 200
const TRIES = 600

/** Asks until the answer will do; undefined after two minutes. */
const until = async <T>(ask: () => Promise<T>, fits: (answer: T) => boolean): Promise<T | undefined> => {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const answer = await ask()
    if (fits(answer)) return answer
    await sleep(WAIT_MS)
  }
  return undefined
}

/** On from wherever the entry stands. */
const publish = async ({ engineer, reviewer }: Hands, entry: CatalogueEntry): Promise<void> => {
  const { id } = entry.resource
  const act = (by: HubClient, action: string, reason: string, revision: number) =>
    by.post<CatalogueEntry>(`/api/catalogue/${id}/actions`, { action, reason, revision })
  const sent = entry.resource.state === 'draft' ? await act(engineer, 'submit', '编制完成，请审核', entry.revision) : entry
  if (sent.resource.state === 'reviewing') await act(reviewer, 'publish', '要素齐全，同意发布', sent.revision)
}

const bring = async ({ engineer }: Hands, id: string, resource: DemoResource): Promise<RunView> => {
  const { draft } = resource
  const upload = await engineer.upload<UploadView>(`/api/uploads?name=${resource.id}.csv`, csvOf(resource))
  const connector = await engineer.post<{ id: string }>('/api/connectors', {
    kind: 'upload',
    title: `${draft.title}文件上传`.slice(0, 120),
    resource: id,
    settings: { whole: true },
    mapping: { fields: Object.fromEntries(draft.fields.map(({ name, title }) => [name, { column: title }])) },
  })
  const run = await engineer.post<RunView>(`/api/connectors/${connector.id}/runs`, { upload: upload.id })
  const ended = await until(
    () => engineer.get<RunView>(`/api/runs/${run.id}`),
    ({ state }) => state === 'done' || state === 'failed' || state === 'cancelled',
  )
  if (ended?.state !== 'done') throw new Error(`${draft.title}: the run did not end (${ended?.error ?? ended?.state})`)
  return ended
}

/** The hub looks at samples after the first load by itself. */
const suggested = ({ engineer }: Hands, id: string): Promise<ClassificationView | undefined> =>
  until(
    () => engineer.get<ClassificationView>(`/api/classification/${id}/suggest`),
    ({ fields }) => fields.every(({ suggestion }) => suggestion !== null),
  )

export interface Known {
  id: string
  rows: number
}

/** What stands in the catalogue already, by title: a start that was cut short goes on where it was. */
export const knownTitles = async ({ engineer }: Hands): Promise<Map<string, Known>> => {
  const { items } = await engineer.get<{ items: (Known & { title: string })[] }>(
    `/api/catalogue?q=${encodeURIComponent('模拟')}&limit=200`,
  )
  return new Map(items.map(({ id, title, rows }) => [title, { id, rows }]))
}

/** `confirm`: the owner has confirmed what was suggested; else it waits for somebody on the console. */
export const loadResource = async (
  hands: Hands,
  resource: DemoResource,
  { known, confirm }: { known: Known | undefined; confirm: boolean },
): Promise<string> => {
  if (known && known.rows > 0) return known.id
  const { engineer } = hands
  const entry = known
    ? await engineer.get<CatalogueEntry>(`/api/catalogue/${known.id}`)
    : await engineer.post<CatalogueEntry>('/api/catalogue', { draft: resource.draft })
  await publish(hands, entry)
  const { id } = entry.resource
  await bring(hands, id, resource)
  await suggested(hands, id)
  if (confirm) await engineer.post('/api/classification/confirm', { resources: [id], sure: 0.5 })
  return id
}
