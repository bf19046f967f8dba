/** Rejected items on their way into the store. */
import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { Rejection } from '../ingest/prepare.ts'

export interface DeadLetter {
  source: string
  region: string
  at: Date
  digest: string
  raw: string
  truncated: boolean
  line: number | null
  code: string
  message: string
  path: string
}

const MOST_BYTES = 64 * 1024

/** Cut at 64 KiB of UTF-8, never inside a character; what the store cannot hold as text is written as its escape. */
const keep = (text: string): { raw: string; truncated: boolean } => {
  const clean = text.toWellFormed().replaceAll('\u0000', '\\u0000')
  if (Buffer.byteLength(clean) <= MOST_BYTES) return { raw: clean, truncated: false }
  const cut = Buffer.from(clean)
    .subarray(0, MOST_BYTES)
    .toString('utf8')
    .replace(/\uFFFD+$/, '')
  return { raw: cut, truncated: true }
}

/** `item` as JSON; a string is taken as it came (an undecodable payload, a line of a file). */
export const letterOf = (
  source: { id: string; region: string },
  rejection: Pick<Rejection, 'code' | 'message' | 'path' | 'item'>,
  at: Date,
  line: number | undefined = undefined,
): DeadLetter => {
  const text = typeof rejection.item === 'string' ? rejection.item : (JSON.stringify(rejection.item) ?? 'undefined')
  const { raw, truncated } = keep(text)
  const digest = createHash('sha256').update(`${rejection.code}\n${rejection.path}\n${text}`).digest('base64url')
  return {
    source: source.id,
    region: source.region,
    at,
    digest,
    raw,
    truncated,
    line: line ?? null,
    code: rejection.code,
    message: keep(rejection.message).raw,
    path: keep(rejection.path).raw,
  }
}

/** Keeps them; the same item rejected again for the same reason is counted, so a repeated batch changes nothing else. */
export const insertDeadLetters = async (client: pg.ClientBase, letters: readonly DeadLetter[]): Promise<void> => {
  const unique = new Map<string, DeadLetter & { seen: number }>()
  for (const letter of letters) {
    const key = `${letter.source}\n${letter.digest}`
    const known = unique.get(key)
    if (known) known.seen += 1
    else unique.set(key, { ...letter, seen: 1 })
  }
  const sorted = [...unique.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, letter]) => letter)
  await client.query(
    `INSERT INTO data.dead_letter AS d (source, region, received_at, last_at, seen, digest, raw, truncated, line, code, message, path)
     SELECT source, region, at, at, seen, digest, raw, truncated, line, code, message, path
       FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::int[], $5::text[], $6::text[], $7::boolean[], $8::int[], $9::text[], $10::text[], $11::text[])
         AS t (source, region, at, seen, digest, raw, truncated, line, code, message, path)
     ON CONFLICT (source, digest) WHERE state = 'open'
       DO UPDATE SET seen = d.seen + excluded.seen, last_at = excluded.last_at`,
    [
      sorted.map((letter) => letter.source),
      sorted.map((letter) => letter.region),
      sorted.map((letter) => letter.at),
      sorted.map((letter) => letter.seen),
      sorted.map((letter) => letter.digest),
      sorted.map((letter) => letter.raw),
      sorted.map((letter) => letter.truncated),
      sorted.map((letter) => letter.line),
      sorted.map((letter) => letter.code),
      sorted.map((letter) => letter.message),
      sorted.map((letter) => letter.path),
    ],
  )
}
