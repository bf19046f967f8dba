/** Rejected items on their way into the store. */
import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { Rejection } from '../ingest/prepared.ts'

export interface DeadLetter {
  source: string
  region: string
  at: Date
  digest: string
  raw: string
  truncated: boolean
  line: number | null
  batch: number | null
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

/** Text of a rejected item. Some cannot even be written as JSON: nested until the stack ends. */
const textOf = (item: unknown): string => {
  if (typeof item === 'string') return item
  try {
    return JSON.stringify(item) ?? 'undefined'
  } catch {
    return '（内容嵌套过深，未保留原文）'
  }
}

/** `item` as JSON; a string is taken as it came (an undecodable payload, a line of a file). */
export const letterOf = (
  source: { id: string; region: string },
  rejection: Pick<Rejection, 'code' | 'message' | 'path' | 'item'>,
  at: Date,
  line: number | undefined = undefined,
  batch: number | undefined = undefined,
): DeadLetter => {
  const text = textOf(rejection.item)
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
    batch: batch ?? null,
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
  // in the order in which they came; a source's letters all come through one writer
  const kept = [...unique.values()]
  await client.query(
    `INSERT INTO data.dead_letter AS d (source, region, received_at, last_at, seen, digest, raw, truncated, line, code, message, path, batch)
     SELECT source, region, at, at, seen, digest, raw, truncated, line, code, message, path, batch
       FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::int[], $5::text[], $6::text[], $7::boolean[], $8::int[], $9::text[], $10::text[], $11::text[], $12::bigint[])
         AS t (source, region, at, seen, digest, raw, truncated, line, code, message, path, batch)
     ON CONFLICT (source, digest) WHERE state = 'open'
       DO UPDATE SET seen = d.seen + excluded.seen, last_at = excluded.last_at, batch = excluded.batch`,
    [
      kept.map((letter) => letter.source),
      kept.map((letter) => letter.region),
      kept.map((letter) => letter.at),
      kept.map((letter) => letter.seen),
      kept.map((letter) => letter.digest),
      kept.map((letter) => letter.raw),
      kept.map((letter) => letter.truncated),
      kept.map((letter) => letter.line),
      kept.map((letter) => letter.code),
      kept.map((letter) => letter.message),
      kept.map((letter) => letter.path),
      kept.map((letter) => letter.batch),
    ],
  )
}
