/** Passwords by scrypt (RFC 7914). The parameters stand in the hash, so that they can be raised later. */
import { randomBytes, randomInt, scrypt } from 'node:crypto'
import { AppError } from '@haihe/contract'
import { z } from 'zod'
import { sameBytes } from './secrets.ts'

interface ScryptCost {
  /** log2 of N */
  ln: number
  r: number
  p: number
}

/** 32 MiB and three passes: the third row of OWASP's Password Storage Cheat Sheet, fit for a small machine. */
export const COST: ScryptCost = { ln: 15, r: 8, p: 3 }
/** For passwords that the sign-in page shows anyway. */
export const DEMO_COST: ScryptCost = { ln: 12, r: 8, p: 1 }

/** Each run holds 32 MiB and a thread: more at once would starve the rest of the process. */
const AT_ONCE = 3
const MOST_WAITING = 60
let running = 0
const waiting: (() => void)[] = []

const enter = async (): Promise<void> => {
  if (running >= AT_ONCE) {
    if (waiting.length >= MOST_WAITING) throw new AppError('OVERLOADED', { retryAfter: 5 })
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else running += 1
}

const leave = (): void => {
  const next = waiting.shift()
  if (next) next()
  else running -= 1
}

const derive = async (password: string, salt: Buffer, { ln, r, p }: ScryptCost, length: number): Promise<Buffer> => {
  await enter()
  try {
    return await new Promise((resolve, reject) =>
      scrypt(password.normalize('NFKC'), salt, length, { N: 2 ** ln, r, p, maxmem: 256 * 2 ** ln * r }, (error, key) =>
        error ? reject(error) : resolve(key),
      ),
    )
  } finally {
    leave()
  }
}

const FORMAT = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([A-Za-z0-9+/=]+)\$([A-Za-z0-9+/=]+)$/

export const hashPassword = async (password: string, cost: ScryptCost = COST): Promise<string> => {
  const salt = randomBytes(16)
  const key = await derive(password, salt, cost, 32)
  return `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${salt.toString('base64')}$${key.toString('base64')}`
}

// As costly as a real one, and no password leads to it: an unknown login takes as long as a wrong password.
const NOBODY = `$scrypt$ln=${COST.ln},r=${COST.r},p=${COST.p}$${randomBytes(16).toString('base64')}$${randomBytes(32).toString('base64')}`

/** `ok`: the password fits; `outdated`: hash it again with today's cost. A null hash fits nothing, at the same price. */
export const verifyPassword = async (password: string, hash: string | null): Promise<{ ok: boolean; outdated: boolean }> => {
  const match = FORMAT.exec(hash ?? NOBODY)
  if (!match) throw new Error('a stored password hash has an unknown format')
  const [, ln, r, p, salt = '', expected = ''] = match
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) }
  const wanted = Buffer.from(expected, 'base64')
  const key = await derive(password, Buffer.from(salt, 'base64'), cost, wanted.length)
  const outdated = cost.ln !== COST.ln || cost.r !== COST.r || cost.p !== COST.p
  return { ok: hash !== null && sameBytes(key, wanted), outdated }
}

const COMMON = [
  'password',
  '12345678',
  '123456789',
  '1234567890',
  'qwertyui',
  '11111111',
  '88888888',
  '66666666',
  'abc12345',
  'a1234567',
]

/** A new password: at least 8 characters with letters and other characters, none of the most common. */
export const NewPassword = z
  .string()
  .min(8, '密码至少 8 位')
  .max(128, '密码最长 128 位')
  .refine((value) => /\p{L}/u.test(value) && /[^\p{L}]/u.test(value), '密码须同时包含字母和数字或符号')
  .refine((value) => !COMMON.some((common) => value.toLowerCase().startsWith(common)), '这个密码太常见，请换一个')

const READABLE = 'abcdefghjkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXY34679'

/** 16 characters that can be read aloud, about 90 bits. */
export const generatedPassword = (): string => {
  const draw = (): string => Array.from({ length: 16 }, () => READABLE[randomInt(READABLE.length)]).join('')
  let password = draw()
  while (!NewPassword.safeParse(password).success) password = draw()
  return password
}
