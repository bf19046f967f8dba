/** What a command of `haihe data` is: its options, its help, and what it does with a client. */
import type { Writable } from 'node:stream'
import type { ParseArgsConfig } from 'node:util'
import type { Client } from '@haihe/client'

export type Options = NonNullable<ParseArgsConfig['options']>
export type Values = Record<string, string | boolean | (string | boolean)[] | undefined>

export interface Io {
  out: Writable
  err: Writable
  in: NodeJS.ReadableStream
  env: Record<string, string | undefined>
  /** ends when the reader of `out` has gone, or the person pressed Ctrl+C */
  signal: AbortSignal
}

export interface Asked {
  client: Client
  io: Io
  /** positional arguments in their order */
  args: readonly string[]
  values: Values
  json: boolean
}

export interface Command {
  /** positional arguments, `[…]` when they may be left out */
  takes: string
  about: string
  options?: Options
  /** a line of help per option */
  help?: Record<string, string>
  run: (asked: Asked) => Promise<void>
}

/** Wrong use: the message says what was wrong, the usage follows. */
export class UsageError extends Error {}

/** It was done as asked and did not go well (a run failed); the message is all there is to say. */
export class OutcomeError extends Error {}

export const text = (values: Values, name: string): string | undefined => {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}

export const needed = (values: Values, name: string): string => {
  const value = text(values, name)?.trim()
  if (!value) throw new UsageError(`缺少 --${name}`)
  return value
}

export const many = (values: Values, name: string): string[] =>
  [values[name]].flat().filter((value): value is string => typeof value === 'string')

export const listed = (value: string | undefined): string[] | undefined =>
  value === undefined
    ? undefined
    : value
        .split(/[,，\s]+/u)
        .map((each) => each.trim())
        .filter(Boolean)

/** One of a list, or a usage error that names them all. */
export const oneOf = <T extends string>(name: string, value: string | undefined, allowed: readonly T[]): T | undefined => {
  if (value === undefined) return undefined
  const found = allowed.find((each) => each === value)
  if (!found) throw new UsageError(`--${name} 只能是 ${allowed.join('、')}`)
  return found
}

export const whole = (name: string, value: string | undefined, least = 1): number | undefined => {
  if (value === undefined) return undefined
  const number = Number(value)
  if (!Number.isInteger(number) || number < least) throw new UsageError(`${name} 须为不小于 ${least} 的整数`)
  return number
}

/** Lists print all they have unless --limit says otherwise. */
export const LIMIT: Options = { limit: { type: 'string' } }
export const LIMIT_HELP = { limit: 'N  最多输出多少条，默认全部' }
export const limitOf = (values: Values): number => whole('--limit', text(values, 'limit')) ?? Number.POSITIVE_INFINITY
