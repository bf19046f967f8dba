/** grants, grant, revoke */
import type { Api } from '@haihe/client'
import { type Command, LIMIT, LIMIT_HELP, limitOf, needed, oneOf, text } from './command.ts'
import { findEntry, readJson } from './find.ts'
import { moment, printFacts, printLines, printTable, write } from './output.ts'
import { everyItem } from './pages.ts'

const STATE = { coming: '未生效', current: '有效', expired: '已到期', revoked: '已撤销' }

const grants: Command = {
  takes: '',
  about: '授权：给本单位的，和本单位资源的',
  options: { ...LIMIT, resource: { type: 'string' }, state: { type: 'string' } },
  help: { ...LIMIT_HELP, resource: 'CODE|ID  只看一个资源的', state: 'current | ended' },
  run: async ({ client, io, values, json }) => {
    const named = text(values, 'resource')
    const resource = named ? (await findEntry(client, named)).resource.id : undefined
    const state = oneOf('state', text(values, 'state'), ['current', 'ended'] as const)
    const items = everyItem(
      (cursor: string | undefined, limit) =>
        client.call('GET /api/grants', {
          query: { limit, ...(cursor ? { cursor } : {}), ...(resource ? { resource } : {}), ...(state ? { state } : {}) },
        }),
      { most: limitOf(values), page: 100 },
    )
    if (json) return void (await printLines(io.out, items))
    const count = await printTable(
      io.out,
      [
        { title: '编号', value: (one) => one.id },
        { title: '资源', value: (one) => one.resourceTitle },
        { title: '被授权单位', value: (one) => one.granteeName },
        { title: '用途', value: (one) => one.purpose },
        { title: '字段', value: (one) => one.fields.length, end: true },
        { title: '明文', value: (one) => one.clear.length, end: true },
        { title: '状态', value: (one) => STATE[one.state] },
        { title: '截止', value: (one) => moment(one.until) },
      ],
      items,
    )
    if (count === 0) io.err.write('没有授权\n')
  },
}

type Body = Api['POST /api/grants']['body']

const grant: Command = {
  takes: 'FILE.json|-',
  about: '签发授权：resource（编码或编号）grantee fields clear purpose basis region channels quota from until',
  run: async ({ client, io, args, json }) => {
    const given = await readJson<Partial<Body> & { resource: string }>(args[0] ?? '', io.in)
    const { resource } = await findEntry(client, given.resource)
    const body = {
      clear: [],
      region: null,
      channels: ['api'],
      quota: null,
      from: new Date().toISOString(),
      ...given,
      resource: resource.id,
    }
    const made = await client.call('POST /api/grants', { body: body as Body })
    if (json) return void (await printLines(io.out, [made]))
    await printFacts(io.out, [
      ['授权', made.id],
      ['资源', made.resourceTitle],
      ['被授权单位', made.granteeName],
      ['字段', made.fields.join(' ')],
      ['明文', made.clear.join(' ') || '—'],
      ['截止', moment(made.until)],
    ])
  },
}

const revoke: Command = {
  takes: 'ID',
  about: '立即撤销授权',
  options: { reason: { type: 'string' } },
  help: { reason: 'TEXT  理由，必填' },
  run: async ({ client, io, args, values, json }) => {
    const done = await client.call('POST /api/grants/{id}/revoke', {
      params: { id: args[0] ?? '' },
      body: { reason: needed(values, 'reason') },
    })
    await (json ? printLines(io.out, [done]) : write(io.out, `已撤销 ${done.id} ${done.resourceTitle}\n`))
  },
}

export const grantCommands = { grants, grant, revoke }
