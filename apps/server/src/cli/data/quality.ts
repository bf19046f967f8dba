/** quality, lineage, classify */
import { LINEAGE_KIND_NAMES, LINEAGE_KINDS, type LineageKind, QUALITY_DIMENSION_NAMES } from '@haihe/contract'
import { type Command, LIMIT, LIMIT_HELP, limitOf, oneOf, text, UsageError, whole } from './command.ts'
import { findEntry } from './find.ts'
import { moment, printFacts, printLines, printTable, write } from './output.ts'
import { everyItem } from './pages.ts'

const BELOW = { rectify: '需整改', stop: '停止共享' }
const points = (score: number | null): string => (score === null ? '—' : score.toFixed(1))

const quality: Command = {
  takes: '[RESOURCE]',
  about: '数据质量：全部资源（差的在前），或一个资源的六个维度',
  options: { ...LIMIT, owner: { type: 'string' }, below: { type: 'string' }, check: { type: 'boolean' } },
  help: {
    ...LIMIT_HELP,
    owner: 'UNIT  只看一个单位的',
    below: 'rectify | stop  只看低于整改线或停止线的',
    check: '先安排一次检查',
  },
  run: async ({ client, io, args, values, json }) => {
    if (args[0]) {
      const { resource } = await findEntry(client, args[0])
      if (values.check === true)
        await client.open('POST /api/quality/resources/{id}/check', { params: { id: resource.id }, body: {} })
      const one = await client.call('GET /api/quality/resources/{id}', { params: { id: resource.id } })
      if (json) return void (await printLines(io.out, [one]))
      await printFacts(io.out, [
        ['资源', `${one.code} ${one.title}`],
        ['得分', points(one.score)],
        ['', one.below ? BELOW[one.below] : ''],
        ['检查时间', moment(one.at)],
      ])
      await printTable(
        io.out,
        [
          { title: '维度', value: (each) => QUALITY_DIMENSION_NAMES[each.dimension].zh },
          { title: '得分', value: (each) => points(each.score), end: true },
          { title: '权重', value: (each) => each.weight, end: true },
          { title: '检查', value: (each) => each.checked, end: true },
          { title: '不符', value: (each) => each.failed, end: true },
        ],
        one.dimensions,
      )
      return
    }
    const owner = text(values, 'owner')
    const below = oneOf('below', text(values, 'below'), ['rectify', 'stop'] as const)
    const items = everyItem(
      (after: number | undefined, limit) =>
        client.call('GET /api/quality/resources', {
          query: { limit, ...(after === undefined ? {} : { after }), ...(owner ? { owner } : {}), ...(below ? { below } : {}) },
        }),
      { most: limitOf(values), page: 100 },
    )
    if (json) return void (await printLines(io.out, items))
    await printTable(
      io.out,
      [
        { title: '编码', value: (one) => one.code },
        { title: '名称', value: (one) => one.title },
        { title: '数源单位', value: (one) => one.ownerName },
        { title: '得分', value: (one) => points(one.score), end: true },
        { title: '行数', value: (one) => one.rows, end: true },
        { title: '', value: (one) => (one.below ? BELOW[one.below] : '') },
        { title: '检查时间', value: (one) => moment(one.at) },
      ],
      items,
    )
  },
}

const lineage: Command = {
  takes: 'KIND:ID',
  about: '血缘：从哪里来（负数），谁在用（正数）',
  options: { direction: { type: 'string' }, depth: { type: 'string' } },
  help: { direction: 'up | down | both，默认 both', depth: 'N  走多少步' },
  run: async ({ client, io, args, values, json }) => {
    const [, kind, named = ''] = /^([a-z]+):(.+)$/s.exec(args[0] ?? '') ?? []
    if (!kind || !(LINEAGE_KINDS as readonly string[]).includes(kind))
      throw new UsageError(`写成 KIND:ID，KIND 是 ${LINEAGE_KINDS.join(' ')}；resource 也可用编码`)
    const id = kind === 'resource' ? (await findEntry(client, named)).resource.id : named
    const direction = oneOf('direction', text(values, 'direction'), ['up', 'down', 'both'] as const)
    const depth = whole('--depth', text(values, 'depth'))
    const graph = await client.call('GET /api/lineage/{kind}/{id}', {
      params: { kind: kind as LineageKind, id },
      query: { ...(direction ? { direction } : {}), ...(depth ? { depth } : {}) },
    })
    if (json) return void (await printLines(io.out, [graph]))
    await printTable(
      io.out,
      [
        { title: '步', value: (node) => node.distance, end: true },
        { title: '类型', value: (node) => LINEAGE_KIND_NAMES[node.kind].zh },
        { title: '名称', value: (node) => node.title },
        { title: '编号', value: (node) => node.id },
        {
          title: '经由',
          value: (node) =>
            [...new Set(graph.edges.filter(({ to }) => to === `${node.kind}:${node.id}`).map(({ by }) => by))].join('、'),
        },
      ],
      graph.nodes.toSorted((a, b) => a.distance - b.distance),
    )
    if (graph.truncated) io.err.write('图没有走完，可加大 --depth\n')
    if (graph.missing.length > 0) io.err.write(`没有回答的来源：${graph.missing.join('、')}\n`)
  },
}

const classify: Command = {
  takes: 'RESOURCE',
  about: '分类分级：现行的和建议的；可重新识别、整体确认',
  options: { look: { type: 'boolean' }, confirm: { type: 'boolean' }, sure: { type: 'string' } },
  help: { look: '重新查看名称、标准和样本', confirm: '按建议确认全部未确认字段', sure: '0…1  确认时建议至少多可信' },
  run: async ({ client, io, args, values, json }) => {
    const { resource } = await findEntry(client, args[0] ?? '')
    const params = { resource: resource.id }
    if (values.look === true) await client.open('POST /api/classification/{resource}/suggest', { params, body: {} })
    if (values.confirm === true) {
      const sure = text(values, 'sure') === undefined ? undefined : Number(text(values, 'sure'))
      if (sure !== undefined && !(sure >= 0 && sure <= 1)) throw new UsageError('--sure 须在 0 和 1 之间')
      const { results } = await client.call('POST /api/classification/confirm', {
        body: { resources: [resource.id], ...(sure === undefined ? {} : { sure }) },
      })
      for (const { confirmed, left } of results) io.err.write(`已确认 ${confirmed} 项，还有 ${left} 项未确认\n`)
    }
    const seen = await client.call('GET /api/classification/{resource}/suggest', { params })
    if (json) return void (await printLines(io.out, [seen]))
    await write(io.out, `${seen.code} ${seen.title}  级别 ${seen.grade}  未确认 ${seen.unconfirmed} 项\n`)
    await printTable(
      io.out,
      [
        { title: '字段', value: (field) => field.name },
        { title: '名称', value: (field) => field.title },
        { title: '级别', value: (field) => field.current.grade, end: true },
        { title: '类别', value: (field) => field.current.category },
        { title: '脱敏', value: (field) => field.current.mask },
        { title: '确认', value: (field) => (field.current.confirmed ? '是' : '否') },
        {
          title: '建议',
          value: ({ suggestion }) =>
            suggestion ? `${suggestion.grade} ${suggestion.category} ${Math.round(suggestion.confidence * 100)}%` : '',
        },
        { title: '理由', value: (field) => field.suggestion?.reason ?? field.current.reason },
      ],
      seen.fields,
    )
  },
}

export const qualityCommands = { quality, lineage, classify }
