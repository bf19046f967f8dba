/** Pictures in the data folder, named by their hash: attachments/ab/abcdef….jpg and …-thumb.jpg */
import { randomBytes } from 'node:crypto'
import { access, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Picture } from './picture.ts'

export type Size = 'full' | 'thumb'

export const pathOf = (home: string, sha256: string, size: Size): string =>
  join(home, 'attachments', sha256.slice(0, 2), `${sha256}${size === 'thumb' ? '-thumb' : ''}.jpg`)

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

/** Whole or not at all, and on disk before the row that names it is committed. */
const writeWhole = async (path: string, content: Buffer): Promise<void> => {
  if (await exists(path)) return
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
}

export const keepPicture = async (home: string, picture: Picture): Promise<void> => {
  await writeWhole(pathOf(home, picture.sha256, 'full'), picture.full)
  await writeWhole(pathOf(home, picture.sha256, 'thumb'), picture.thumb)
}

export const dropPicture = async (home: string, sha256: string): Promise<void> => {
  await rm(pathOf(home, sha256, 'full'), { force: true })
  await rm(pathOf(home, sha256, 'thumb'), { force: true })
}
