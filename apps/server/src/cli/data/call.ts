/** call: a service of a bureau, through the hub */
import type { Api } from '@haihe/client'
import { type Command, many, oneOf, text, UsageError } from './command.ts'
import { findEntry } from './find.ts'
import { ASK, ASK_HELP, askedOf } from './read.ts'
import { FORMATS, printRows, seenOf } from './rows.ts'

type Parameter = Api['GET /api/resources/{id}/service']['answer']['parameters'][number]

/** `name=value`, as often as there are parameters; the hub checks the values. */
export const parametersOf = (
  given: readonly string[],
  known: readonly Pick<Parameter, 'name' | 'title'>[],
): Record<string, string> =>
  Object.fromEntries(
    given.map((one) => {
      const at = one.indexOf('=')
      if (at < 1) throw new UsageError(`参数「${one}」写法有误，例如 --param name=value`)
      const name = one.slice(0, at).trim()
      if (!known.some((each) => each.name === name)) {
        const names = known.map((each) => `${each.name}（${each.title}）`).join(' ')
        throw new UsageError(`该服务没有参数 ${name}${names && `，可用：${names}`}`)
      }
      return [name, one.slice(at + 1)]
    }),
  )

const { where: _, ...ASK_ALONE } = ASK
const call: Command = {
  takes: 'SERVICE',
  about: '经中枢调用一个服务接口',
  options: { param: { type: 'string', multiple: true }, ...ASK_ALONE, format: { type: 'string' } },
  help: { param: '"name=value"  服务的参数，可写多次', ...ASK_HELP, format: 'table | csv | jsonl，默认 table' },
  run: async ({ client, io, args, values, json }) => {
    const { resource } = await findEntry(client, args[0] ?? '')
    const params = { id: resource.id }
    const format = json ? 'jsonl' : (oneOf('format', text(values, 'format'), FORMATS) ?? 'table')
    const { where: _, ...asked } = askedOf(values, resource.fields)
    const { parameters } = await client.call('GET /api/resources/{id}/service', { params, signal: io.signal })
    const answer = await client.call('POST /api/resources/{id}/call', {
      params,
      body: { ...asked, parameters: parametersOf(many(values, 'param'), parameters) },
      signal: io.signal,
    })
    const seen = seenOf(resource.fields, answer.decision, asked.fields)
    const count = await printRows(io, { format, fields: resource.fields, seen, rows: answer.rows })
    if (format === 'table') io.err.write(`${count} 行，接口用时 ${answer.took} 毫秒，读取记录 ${answer.read}\n`)
  },
}

export const callCommands: Record<string, Command> = { call }
