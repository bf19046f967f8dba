/** deliveries, ledger */

import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { DELIVERY_STATES } from '@haihe/contract'
import { type Command, LIMIT, LIMIT_HELP, limitOf, oneOf, text, whole } from './command.ts'
import { moment, printFacts, printLines, printTable } from './output.ts'
import { everyItem } from './pages.ts'

const DELIVERY = {
  queued: '排队',
  tried: '重试中',
  delivered: '已送达',
  dead: '已放弃',
  superseded: '已合并',
  withheld: '按策略不送',
}

const deliveries: Command = {
  takes: '',
  about: '投递：每次变化何时送到每个订阅者',
  options: { ...LIMIT, subscription: { type: 'string' }, entity: { type: 'string' }, state: { type: 'string' } },
  help: { limit: 'N  最多输出多少条，默认 100', subscription: 'ID', entity: 'ID', state: DELIVERY_STATES.join(' | ') },
  run: async ({ client, io, values, json }) => {
    const state = oneOf('state', text(values, 'state'), DELIVERY_STATES)
    const [subscription, entity] = [text(values, 'subscription'), text(values, 'entity')]
    const items = everyItem(
      (before: number | undefined, limit) =>
        client.call('GET /api/deliveries', {
          query: {
            limit,
            ...(before ? { before } : {}),
            ...(state ? { state } : {}),
            ...(subscription ? { subscription } : {}),
            ...(entity ? { entity } : {}),
          },
        }),
      { most: whole('--limit', text(values, 'limit')) ?? 100, page: 100 },
    )
    if (json) return void (await printLines(io.out, items))
    await printTable(
      io.out,
      [
        { title: '编号', value: (one) => one.id, end: true },
        { title: '状态', value: (one) => DELIVERY[one.state] },
        { title: '对象', value: (one) => one.entity },
        { title: '订阅', value: (one) => one.subscription },
        { title: '次数', value: (one) => one.attempts, end: true },
        { title: '产生', value: (one) => moment(one.queuedAt) },
        { title: '完成', value: (one) => moment(one.doneAt) },
        { title: '错误', value: (one) => one.error ?? '' },
      ],
      items,
    )
  },
}

const ledger: Command = {
  takes: '[CASE]',
  about: '供需对接清单，或一条需求',
  options: {
    ...LIMIT,
    state: { type: 'string' },
    asker: { type: 'string' },
    owner: { type: 'string' },
    q: { type: 'string' },
    late: { type: 'boolean' },
    open: { type: 'boolean' },
    csv: { type: 'boolean' },
  },
  help: {
    ...LIMIT_HELP,
    state: 'STEP  环节，例如 toReview toConfirm connected authorised used',
    asker: 'UNIT  需求单位',
    owner: 'UNIT  数源单位',
    q: 'TEXT  标题、事项或编号',
    late: '只看超时的',
    open: '只看办理中的',
    csv: '全部列，CSV',
  },
  run: async ({ client, io, args, values, json }) => {
    if (args[0]) {
      const one = await client.call('GET /api/ledger/{case}', { params: { case: args[0] } })
      if (json) return void (await printLines(io.out, [one]))
      const { row, need } = one
      await printFacts(io.out, [
        ['编号', row.caseNo],
        ['标题', row.title],
        ['环节', row.stateTitle.zh],
        ['需求单位', row.asker?.name],
        ['数源单位', row.owner?.name],
        ['资源', row.resource ? `${row.resource.code} ${row.resource.title}` : '尚未编目'],
        ['事项', need.matter],
        ['用途', need.purpose],
        ['依据', need.basis],
        ['字段', need.fields.map(({ name }) => name).join('、')],
        ['时限', moment(row.dueAt)],
        ['超时', row.late ? `${row.late.unit?.name ?? '—'} ${row.late.clock.zh}` : ''],
        ['可做', one.case.available.map(({ id, title }) => `${id} ${title.zh}`).join('，') || '—'],
      ])
      return
    }
    const query = {
      ...Object.fromEntries(
        (['state', 'asker', 'owner', 'q'] as const).flatMap((name) => (text(values, name) ? [[name, text(values, name)]] : [])),
      ),
      ...(values.late === true ? { late: 'true' as const } : {}),
      ...(values.open === true ? { open: 'true' as const } : {}),
    }
    if (values.csv === true) {
      const { body } = await client.open('GET /api/ledger/export', { query, signal: io.signal })
      if (body) await pipeline(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), io.out, { end: false })
      return
    }
    const items = everyItem(
      (cursor: string | undefined, limit) =>
        client.call('GET /api/ledger', { query: { ...query, limit, ...(cursor ? { cursor } : {}) } }),
      { most: limitOf(values), page: 100 },
    )
    if (json) return void (await printLines(io.out, items))
    const count = await printTable(
      io.out,
      [
        { title: '编号', value: (one) => one.caseNo },
        { title: '标题', value: (one) => one.title },
        { title: '环节', value: (one) => one.stateTitle.zh },
        { title: '需求单位', value: (one) => one.asker?.name },
        { title: '数源单位', value: (one) => one.owner?.name },
        { title: '提出', value: (one) => moment(one.dates.stated) },
        { title: '时限', value: (one) => moment(one.dueAt) },
        { title: '超时', value: (one) => one.late?.unit?.name ?? '' },
      ],
      items,
    )
    if (count === 0) io.err.write('没有符合条件的需求\n')
  },
}

export const watchCommands = { deliveries, ledger }
