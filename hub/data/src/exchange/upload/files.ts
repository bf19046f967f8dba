/** Bytes of uploads, in the data folder under names of our own. */
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError } from '@haihe/contract'

const folder = (home: string): string => join(home, 'uploads')

export const uploadPath = (home: string, id: string): string => join(folder(home), id)

/** Streams to disk; answers the number of bytes. Throws PAYLOAD_TOO_LARGE and leaves nothing then. */
export const storeUpload = async (home: string, id: string, body: Readable, most: number): Promise<number> => {
  await mkdir(folder(home), { recursive: true, mode: 0o700 })
  const path = uploadPath(home, id)
  let bytes = 0
  try {
    await pipeline(
      body,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          bytes += chunk.length
          if (bytes > most) throw new AppError('PAYLOAD_TOO_LARGE')
          yield chunk
        }
      },
      createWriteStream(path, { mode: 0o600 }),
    )
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
  return bytes
}

/** The bytes and what was made from them. */
export const removeUpload = async (home: string, id: string): Promise<void> => {
  const names = await readdir(folder(home)).catch(() => [])
  for (const name of names) if (name === id || name.startsWith(`${id}.`)) await rm(join(folder(home), name), { force: true })
}
