/** `haihe data …`: the data platform from a terminal, over the public API with a token. */
import { parseArgs } from 'node:util'
import { createClient } from '@haihe/client'
import { callCommands } from './call.ts'
import { catalogueCommands } from './catalogue.ts'
import { type Command, type Io, UsageError, type Values } from './command.ts'
import { exchangeCommands } from './exchange.ts'
import { grantCommands } from './grants.ts'
import { widthOf } from './output.ts'
import { EXIT, explain } from './problem.ts'
import { qualityCommands } from './quality.ts'
import { readCommands } from './read.ts'
import { watchCommands } from './watch.ts'

const COMMANDS: Record<string, Command> = {
  ...catalogueCommands,
  ...exchangeCommands,
  ...readCommands,
  ...callCommands,
  ...grantCommands,
  ...qualityCommands,
  ...watchCommands,
}

const DEFAULT_URL = 'http://localhost:8080'
const COMMON = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const

const beside = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...rows.map(([left]) => widthOf(left))) + 2
  return rows.map(([left, right]) => `  ${left}${' '.repeat(width - widthOf(left))}${right}\n`).join('')
}

export const usage = (): string => `haihe data <命令>

${beside(Object.entries(COMMANDS).map(([name, { takes, about }]) => [`${name} ${takes}`.trim(), about]))}
  每个命令都可加 --json（每行一个 JSON）和 --help。
  环境变量：HAIHE_URL 中枢地址（默认 ${DEFAULT_URL}），HAIHE_TOKEN 访问令牌（控制台「账户 · 机器令牌」签发）。
  退出码：0 成功，1 中枢拒绝或运行失败，2 用法有误，3 没有权限，4 不存在，5 连接不到中枢。
`

export const usageOf = (name: string, { takes, about, options = {}, help = {} }: Command): string => {
  const lines = Object.keys(options).map((option): [string, string] => [`--${option}`, help[option] ?? ''])
  return `haihe data ${name} ${takes}\n\n  ${about}\n\n${beside([...lines, ['--json', '每行输出一个 JSON']])}`
}

/** Positional arguments are as many as the command says: `A [B] [C…]`. */
const checkCount = (takes: string, given: number): void => {
  const parts = takes.split(' ').filter(Boolean)
  const least = parts.filter((part) => !part.startsWith('[')).length
  const most = parts.some((part) => part.includes('…')) ? Number.POSITIVE_INFINITY : parts.length
  if (given < least) throw new UsageError(`缺少参数 ${parts[given]}`)
  if (given > most) throw new UsageError('参数太多')
}

const parsed = (command: Command, args: readonly string[]): { args: string[]; values: Values } => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...COMMON, ...command.options },
      allowPositionals: true,
    })
    if (values.help !== true) checkCount(command.takes, positionals.length)
    return { args: positionals, values: values as Values }
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError((error as Error).message)
  }
}

/** Answers the exit code; everything it says goes to `io`. */
export const runData = async (argv: readonly string[], io: Io): Promise<number> => {
  const [name, ...rest] = argv
  const url = io.env.HAIHE_URL || DEFAULT_URL
  const command = name === undefined ? undefined : COMMANDS[name]
  if (!command) {
    const asked = name === undefined || name === 'help' || name === '--help' || name === '-h'
    ;(asked ? io.out : io.err).write(asked ? usage() : `没有命令 ${name}\n\n${usage()}`)
    return asked && name !== undefined ? EXIT.ok : EXIT.usage
  }
  try {
    const { args, values } = parsed(command, rest)
    if (values.help === true) {
      io.out.write(usageOf(name ?? '', command))
      return EXIT.ok
    }
    if (!URL.canParse(url)) throw new UsageError(`HAIHE_URL 不是有效的地址：${url}`)
    const token = io.env.HAIHE_TOKEN?.trim()
    const client = createClient({ url, ...(token ? { token } : {}) })
    await command.run({ client, io, args, values, json: values.json === true })
    return EXIT.ok
  } catch (error) {
    // who read along has gone (head, less): nothing is wrong
    if (io.signal.aborted) return EXIT.ok
    const { message, code } = explain(error, url)
    io.err.write(`${message}\n`)
    if (error instanceof UsageError) io.err.write(`\n${usageOf(name ?? '', command)}`)
    return code
  }
}

/** The terminal: a closed pipe or Ctrl+C ends it quietly. */
export const terminal = (): Io => {
  const stop = new AbortController()
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    stop.abort()
    process.exit(EXIT.ok)
  })
  process.once('SIGINT', () => {
    stop.abort()
    process.exit(130)
  })
  return { out: process.stdout, err: process.stderr, in: process.stdin, env: process.env, signal: stop.signal }
}
