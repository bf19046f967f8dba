/** search, show, draft, publish */
import type { Api } from '@haihe/client'
import { type Command, LIMIT, LIMIT_HELP, limitOf, listed, needed, OutcomeError, oneOf, text } from './command.ts'
import { type Entry, findEntry, readJson } from './find.ts'
import { moment, printFacts, printLines, printTable, write } from './output.ts'
import { everyItem } from './pages.ts'

export const SHARING = { unconditional: '无条件共享', conditional: '有条件共享', refused: '不予共享' }
export const STATE = { draft: '草稿', reviewing: '待审', published: '已发布', changing: '变更中', withdrawn: '已撤销' }
type Query = Api['GET /api/catalogue']['query']

const search: Command = {
  takes: '[WORDS…]',
  about: '查目录：名称、摘要、关键词、编码、拼音',
  options: {
    ...LIMIT,
    owner: { type: 'string' },
    state: { type: 'string' },
    sharing: { type: 'string' },
    view: { type: 'string' },
    sort: { type: 'string' },
  },
  help: {
    ...LIMIT_HELP,
    owner: 'UNIT  数源单位编号，可用逗号列多个',
    state: 'STATE  draft reviewing published changing withdrawn',
    sharing: 'TYPE  unconditional conditional refused',
    view: 'mine | review | overdue  本单位、待我审核、更新逾期',
    sort: 'relevance | updated | title | quality | code',
  },
  run: async ({ client, io, args, values, json }) => {
    const q = args.join(' ').trim()
    const view = oneOf('view', text(values, 'view'), ['mine', 'review', 'overdue'] as const)
    const sort = oneOf('sort', text(values, 'sort'), ['relevance', 'updated', 'title', 'quality', 'code'] as const)
    const query: Query = {
      ...(q ? { q } : {}),
      ...(view ? { view } : {}),
      ...(sort ? { sort } : {}),
      ...Object.fromEntries(
        (['owner', 'state', 'sharing'] as const).flatMap((name) => (text(values, name) ? [[name, text(values, name)]] : [])),
      ),
    }
    const items = everyItem(
      (cursor: string | undefined, limit) =>
        client.call('GET /api/catalogue', { query: { ...query, limit, ...(cursor ? { cursor } : {}) } }),
      { most: limitOf(values), page: 200 },
    )
    if (json) return void (await printLines(io.out, items))
    const count = await printTable(
      io.out,
      [
        { title: '编码', value: (one) => one.code },
        { title: '名称', value: (one) => one.title },
        { title: '数源单位', value: (one) => one.ownerName },
        { title: '状态', value: (one) => STATE[one.state] },
        { title: '共享', value: (one) => SHARING[one.sharing] },
        { title: '级别', value: (one) => one.grade, end: true },
        { title: '质量', value: (one) => one.quality, end: true },
        { title: '行数', value: (one) => one.rows, end: true },
        { title: '更新', value: (one) => moment(one.loadedAt) },
      ],
      items,
    )
    if (count === 0) io.err.write('没有符合条件的资源\n')
  },
}

const printEntry = async (io: { out: NodeJS.WritableStream }, { resource, ...entry }: Entry): Promise<void> => {
  const out = io.out as Parameters<typeof printFacts>[0]
  await printFacts(out, [
    ['名称', resource.title],
    ['编码', resource.code],
    ['编号', resource.id],
    ['数源单位', `${entry.ownerName} (${resource.owner})`],
    ['状态', `${STATE[resource.state]}${entry.submitted ? '，待审核' : ''}，第 ${resource.version} 版`],
    ['共享', [SHARING[resource.sharing.type], resource.sharing.condition, resource.sharing.basis].filter(Boolean).join('；')],
    ['提供方式', resource.channels.join(' ')],
    ['更新周期', `${resource.cycle}${entry.overdue ? '（逾期）' : ''}`],
    ['最近入库', moment(resource.loadedAt)],
    ['行数', resource.rows],
    ['级别', resource.grade],
    ['质量', resource.quality],
    ['主键', resource.keys.join(', ')],
    ['可做', entry.actions.join(' ') || '—'],
    ['摘要', resource.summary],
  ])
  await write(out, '\n')
  await printTable(
    out,
    [
      { title: '字段', value: (field) => field.name },
      { title: '名称', value: (field) => field.title },
      { title: '类型', value: (field) => field.type },
      { title: '必填', value: (field) => (field.required ? '是' : '') },
      { title: '标准', value: (field) => field.standard ?? '' },
      { title: '级别', value: (field) => field.classification.grade, end: true },
      { title: '类别', value: (field) => field.classification.category },
      { title: '脱敏', value: (field) => field.classification.mask },
    ],
    resource.fields,
  )
}

const show: Command = {
  takes: 'CODE|ID',
  about: '一个资源的元数据和信息项',
  run: async ({ client, io, args, json }) => {
    const entry = await findEntry(client, args[0] ?? '')
    await (json ? printLines(io.out, [entry]) : printEntry(io, entry))
  },
}

type Draft = Api['POST /api/catalogue']['body']['draft']

const draft: Command = {
  takes: 'FILE.json|-',
  about: '编目：从 JSON 新建草稿，或用 --id 修改一个资源',
  options: { id: { type: 'string' }, reason: { type: 'string' } },
  help: { id: 'CODE|ID  修改已有的资源，须写 --reason', reason: 'TEXT  修改的理由' },
  run: async ({ client, io, args, values, json }) => {
    const words = await readJson<Draft>(args[0] ?? '', io.in)
    const named = text(values, 'id')
    const known = named ? await findEntry(client, named) : undefined
    const made = known
      ? await client.call('PUT /api/catalogue/{id}', {
          params: { id: known.resource.id },
          body: { draft: words, reason: needed(values, 'reason'), revision: known.revision },
        })
      : await client.call('POST /api/catalogue', { body: { draft: words } })
    if (json) return void (await printLines(io.out, [made]))
    await write(io.out, `${known ? '已修改' : '已建草稿'} ${made.resource.code} ${made.resource.title}\n${made.resource.id}\n`)
  },
}

const publish: Command = {
  takes: 'CODE|ID',
  about: '送审或发布：编制人员提交审核，审核人员发布',
  options: { reason: { type: 'string' } },
  help: { reason: 'TEXT  理由，必填' },
  run: async ({ client, io, args, values, json }) => {
    const reason = needed(values, 'reason')
    const entry = await findEntry(client, args[0] ?? '')
    const action = (['publish', 'submit'] as const).find((each) => entry.actions.includes(each))
    if (!action)
      throw new OutcomeError(
        entry.submitted ? '已提交审核，须由未参与编写的审核人员发布' : `现在不能发布：${STATE[entry.resource.state]}`,
      )
    const done = await client.call('POST /api/catalogue/{id}/actions', {
      params: { id: entry.resource.id },
      body: { action, reason, revision: entry.revision },
    })
    if (json) return void (await printLines(io.out, [done]))
    const said = action === 'publish' ? `已发布第 ${done.resource.version} 版` : '已提交审核'
    await write(io.out, `${said} ${done.resource.code} ${done.resource.title}\n`)
  },
}

export const namesOf = (value: string | undefined): string[] | undefined => listed(value)
export const catalogueCommands = { search, show, draft, publish }
