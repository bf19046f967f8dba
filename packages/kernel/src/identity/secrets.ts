/** The hub's one secret and what is derived from it. Nothing that is stored can be read without it. */
import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'

const FILE = 'hub.secret'
/** Texts that people leave in place: a secret that contains one is no secret. */
const DEFAULTS = [
  'changeme',
  'change-me',
  'change_me',
  'example',
  'default',
  'password',
  'secret',
  'haihe',
  '01234567',
  '12345678',
]

/** Throws when a production secret is missing, a known default, or has too little in it. */
const assertStrongSecret = (secret: string | undefined): string => {
  if (!secret) throw new Error('HAIHE_SECRET: production needs a secret of 32 characters or more')
  const lower = secret.toLowerCase()
  if (secret.length < 32 || new Set(secret).size < 12 || DEFAULTS.some((word) => lower.includes(word)))
    throw new Error('HAIHE_SECRET: this looks like a default; make one with `openssl rand -base64 48`')
  return secret
}

/** The secret of production mode, or one generated into the data folder, readable by its owner only. */
export const hubSecret = (config: Pick<Config, 'mode' | 'secret' | 'home'>): string => {
  if (config.mode === 'production') return assertStrongSecret(config.secret)
  if (config.secret) return config.secret
  const file = join(config.home, FILE)
  mkdirSync(config.home, { recursive: true })
  try {
    // `wx`: of two processes that start together, one writes and both read
    writeFileSync(file, `${randomBytes(48).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(file, 'utf8').trim()
}

export interface Keys {
  /** AES-256-GCM; `purpose` binds the text to its place, so that it opens nowhere else */
  seal: (purpose: string, text: string) => Buffer
  /** throws when the secret is another one or the bytes were altered */
  open: (purpose: string, sealed: Buffer) => string
  mac: (purpose: string, text: string) => Buffer
  /** a derived secret for a library that wants its own */
  derive: (purpose: string) => string
}

const VERSION = 1

export const createKeys = (secret: string): Keys => {
  const key = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secret, 'haihe', purpose, 32))
  const [sealing, macing] = [key('seal'), key('mac')]
  return {
    seal(purpose, text) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', sealing, iv).setAAD(Buffer.from(purpose))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([Buffer.of(VERSION), iv, cipher.getAuthTag(), body])
    },
    open(purpose, sealed) {
      if (sealed[0] !== VERSION || sealed.length < 29) throw new Error('not sealed by this hub')
      const decipher = createDecipheriv('aes-256-gcm', sealing, sealed.subarray(1, 13), { authTagLength: 16 })
      decipher.setAAD(Buffer.from(purpose)).setAuthTag(sealed.subarray(13, 29))
      return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]).toString('utf8')
    },
    mac: (purpose, text) => createHmac('sha256', macing).update(`${purpose}\0${text}`).digest(),
    derive: (purpose) => key(`derive:${purpose}`).toString('base64url'),
  }
}

/** For random values of 256 bits a plain hash is enough: there is nothing to guess. */
export const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()
export const randomToken = (): string => randomBytes(32).toString('base64url')
export const sameBytes = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b)
