/** connectors, run, runs, rejected, upload */
import { openAsBlob } from 'node:fs'
import { basename } from 'node:path'
import { setTimeout as rest } from 'node:timers/promises'
import type { Api } from '@haihe/client'
import { RUN_STATES } from '@haihe/contract'
import { type Asked, type Command, LIMIT, LIMIT_HELP, limitOf, OutcomeError, oneOf, text, UsageError, whole } from './command.ts'
import { findConnector, findEntry } from './find.ts'
import { type Column, moment, printFacts, printLines, printTable } from './output.ts'
import { everyByOffset, everyItem } from './pages.ts'

type Run = Api['GET /api/runs/{id}']['answer']

const RUN = { queued: '排队', running: '运行', paused: '暂停', done: '完成', failed: '失败', cancelled: '已取消' }
const ENDS: readonly Run['state'][] = ['done', 'failed', 'cancelled', 'paused']

const RUN_COLUMNS: Column<Run>[] = [
  { title: '批次', value: (run) => run.id, end: true },
  { title: '状态', value: (run) => RUN[run.state] },
  { title: '读', value: (run) => run.read, end: true },
  { title: '写', value: (run) => run.written, end: true },
  { title: '未变', value: (run) => run.unchanged, end: true },
  { title: '拒收', value: (run) => run.rejected, end: true },
  { title: '移除', value: (run) => run.removed, end: true },
  { title: '开始', value: (run) => moment(run.startedAt ?? run.createdAt) },
  { title: '结束', value: (run) => moment(run.endedAt) },
  { title: '错误', value: (run) => run.error ?? '' },
]

const connectors: Command = {
  takes: '[WORDS…]',
  about: '接入任务和最近一次运行',
  options: { ...LIMIT, resource: { type: 'string' } },
  help: { ...LIMIT_HELP, resource: 'CODE|ID  只看一个资源的' },
  run: async ({ client, io, args, values, json }) => {
    const q = args.join(' ').trim()
    const named = text(values, 'resource')
    const resource = named ? (await findEntry(client, named)).resource.id : undefined
    const items = everyByOffset(
      async (offset, limit) =>
        (
          await client.call('GET /api/connectors', {
            query: { offset, limit, ...(q ? { q } : {}), ...(resource ? { resource } : {}) },
          })
        ).items,
      { most: limitOf(values), page: 100 },
    )
    if (json) return void (await printLines(io.out, items))
    const count = await printTable(
      io.out,
      [
        { title: '编号', value: (one) => one.id },
        { title: '名称', value: (one) => one.title },
        { title: '方式', value: (one) => one.kind },
        { title: '资源', value: (one) => one.resourceTitle },
        { title: '启用', value: (one) => (one.enabled ? '是' : '否') },
        { title: '计划', value: (one) => one.schedule ?? '' },
        { title: '待处理拒收', value: (one) => one.openRejects, end: true },
        { title: '最近', value: (one) => (one.lastRun ? `${RUN[one.lastRun.state]} ${moment(one.lastRun.changedAt)}` : '') },
      ],
      items,
    )
    if (count === 0) io.err.write('没有接入任务\n')
  },
}

/** Tells on the side how far it is; throws when it did not end well. */
const follow = async ({ client, io }: Pick<Asked, 'client' | 'io'>, started: Run): Promise<Run> => {
  let run = started
  let said = ''
  while (!ENDS.includes(run.state)) {
    await rest(1000, undefined, { signal: io.signal })
    run = await client.call('GET /api/runs/{id}', { params: { id: run.id }, signal: io.signal })
    const share = run.total
      ? ` ${Math.min(100, Math.round(((run.totalUnit === 'bytes' ? run.bytes : run.read) / run.total) * 100))}%`
      : ''
    const line = `${RUN[run.state]}${share}  读 ${run.read}  写 ${run.written}  拒收 ${run.rejected}  每秒 ${Math.round(run.rate)}`
    if (line !== said) io.err.write(`${line}\n`)
    said = line
  }
  return run
}

const tell = async ({ client, io, json }: Pick<Asked, 'client' | 'io' | 'json'>, started: Run, watch: boolean): Promise<void> => {
  const run = watch ? await follow({ client, io }, started) : started
  await (json ? printLines(io.out, [run]) : printTable(io.out, RUN_COLUMNS, [run]))
  if (!watch) return
  if (run.state !== 'done') throw new OutcomeError(`批次 ${run.id} ${RUN[run.state]}${run.error ? `：${run.error}` : ''}`)
  if (run.rejected > 0) io.err.write(`有 ${run.rejected} 行未通过校验，查看：haihe data rejected ${run.id}\n`)
}

const startRun = async (client: Asked['client'], id: string, body: { upload?: string; restart?: boolean }): Promise<Run> => {
  const response = await client.open('POST /api/connectors/{id}/runs', { params: { id }, body })
  return (await response.json()) as Run
}

const run: Command = {
  takes: 'CONNECTOR',
  about: '运行一个接入任务（编号或名称）',
  options: { watch: { type: 'boolean', short: 'w' }, restart: { type: 'boolean' } },
  help: { watch: '看着它跑完，失败时退出码为 1', restart: '增量从头开始' },
  run: async ({ client, io, args, values, json }) => {
    const connector = await findConnector(client, args[0] ?? '')
    const started = await startRun(client, connector.id, { restart: values.restart === true })
    await tell({ client, io, json }, started, values.watch === true)
  },
}

const runs: Command = {
  takes: '[CONNECTOR]',
  about: '运行批次，新的在前',
  options: { ...LIMIT, state: { type: 'string' } },
  help: { limit: 'N  最多输出多少条，默认 50', state: RUN_STATES.join(' | ') },
  run: async ({ client, io, args, values, json }) => {
    const connector = args[0] ? (await findConnector(client, args[0])).id : undefined
    const state = oneOf('state', text(values, 'state'), RUN_STATES)
    const items = everyItem(
      (before: number | undefined, limit) =>
        client.call('GET /api/runs', {
          query: { limit, ...(before ? { before } : {}), ...(connector ? { connector } : {}), ...(state ? { state } : {}) },
        }),
      { most: whole('--limit', text(values, 'limit')) ?? 50, page: 200 },
    )
    await (json ? printLines(io.out, items) : printTable(io.out, RUN_COLUMNS, items))
  },
}

const rejected: Command = {
  takes: 'RUN',
  about: '一个批次中未通过校验的行，及原因',
  options: { ...LIMIT, state: { type: 'string' } },
  help: { ...LIMIT_HELP, state: 'open | replayed | discarded' },
  run: async ({ client, io, args, values, json }) => {
    const id = whole('RUN', args[0]) ?? 0
    const state = oneOf('state', text(values, 'state'), ['open', 'replayed', 'discarded'] as const)
    const { connector } = await client.call('GET /api/runs/{id}', { params: { id } })
    const items = everyItem(
      (after: number | undefined, limit) =>
        client.call('GET /api/connectors/{id}/rejects', {
          params: { id: connector },
          query: { run: id, limit, ...(after ? { after } : {}), ...(state ? { state } : {}) },
        }),
      { most: limitOf(values), page: 100 },
    )
    if (json) return void (await printLines(io.out, items))
    const count = await printTable(
      io.out,
      [
        { title: '行', value: (one) => one.line, end: true },
        {
          title: '问题',
          value: (one) => one.problems.map(({ field, detail, reason }) => `${field ?? '整行'} ${detail || reason}`).join('；'),
        },
        { title: '次数', value: (one) => one.seen, end: true },
        { title: '状态', value: (one) => one.state },
        { title: '内容', value: (one) => JSON.stringify(one.content) },
      ],
      items,
    )
    if (count === 0) io.err.write('没有拒收的行\n')
  },
}

type Input = Api['POST /api/connectors/look']['body']['connector']

const upload: Command = {
  takes: 'FILE',
  about: '上传 CSV 或 XLSX 并入库；字段按名称和标题自动对应',
  options: {
    resource: { type: 'string' },
    connector: { type: 'string' },
    title: { type: 'string' },
    sheet: { type: 'string' },
    whole: { type: 'boolean' },
    'dry-run': { type: 'boolean' },
  },
  help: {
    resource: 'CODE|ID  入到哪个资源',
    connector: 'ID|名称  用已有的上传任务和它的映射，代替 --resource',
    title: 'TEXT  新任务的名称，默认文件名',
    sheet: 'NAME  工作簿中的表，默认第一张',
    whole: '文件是全量：文件中没有的行将被移除',
    'dry-run': '只看字段怎样对应，不入库',
  },
  run: async ({ client, io, args, values, json }) => {
    const file = args[0] ?? ''
    const named = text(values, 'resource')
    const through = text(values, 'connector')
    if ((named === undefined) === (through === undefined)) throw new UsageError('请给出 --resource 或 --connector 之一')
    const sheet = text(values, 'sheet')
    const known = through ? await findConnector(client, through) : undefined
    if (known && known.kind !== 'upload') throw new UsageError(`「${known.title}」不是上传任务`)
    const resource = named ? (await findEntry(client, named)).resource : undefined
    // a blob of a file is read as it is sent, however large it is
    const body = await openAsBlob(file, { type: 'application/octet-stream' })
    const name = basename(file)
    const stored = await client.call('POST /api/uploads', {
      query: { name, ...(sheet ? { sheet } : {}) },
      body,
      signal: io.signal,
    })
    let id = known?.id
    if (id === undefined && resource) {
      const settings = { sheet: sheet ?? null, whole: values.whole === true }
      const input: Input = { kind: 'upload', title: text(values, 'title') ?? name, resource: resource.id, settings }
      const seen = await client.call('POST /api/connectors/look', { body: { connector: input, upload: stored.id } })
      const pairs = resource.fields.map((field) => ({ field, column: seen.proposal.fields[field.name]?.column ?? null }))
      const lacking = pairs.filter(({ field, column }) => field.required && column === null)
      if (values['dry-run'] === true || lacking.length > 0) {
        if (json)
          await printLines(
            io.out,
            pairs.map(({ field, column }) => ({ field: field.name, column })),
          )
        else
          await printTable(
            io.out,
            [
              { title: '字段', value: ({ field }) => `${field.name} ${field.title}` },
              { title: '文件中的列', value: ({ column }) => column },
            ],
            pairs,
          )
        if (values['dry-run'] === true) return
        throw new OutcomeError(
          `必填字段没有对应的列：${lacking.map(({ field }) => field.name).join(' ')}。请改列名，或在控制台配置映射后用 --connector`,
        )
      }
      id = (await client.call('POST /api/connectors', { body: { ...input, mapping: seen.proposal } })).id
    }
    const started = await startRun(client, id ?? '', { upload: stored.id })
    if (!json) await printFacts(io.err, [['接入任务', id]])
    await tell({ client, io, json }, started, true)
  },
}

export const exchangeCommands = { connectors, run, runs, rejected, upload }
