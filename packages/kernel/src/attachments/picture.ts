/**
 * What is stored is never what was sent: the picture is decoded and encoded anew, so that nothing hidden in the file,
 * no position and no camera survives, and a file that only pretends to be a picture is refused.
 */
import { createHash } from 'node:crypto'
import { AppError } from '@haihe/contract'
import sharp from 'sharp'

export const MOST_BYTES = 10 * 1024 * 1024
/** the largest phone cameras make 50 million pixels; more is an attack or a scan that must be made smaller first */
const MOST_PIXELS = 50_000_000
const LONGEST = 2560
const THUMB = 320
const FORMATS = new Set(['jpeg', 'png', 'webp'])

export interface Picture {
  /** JPEG */
  full: Buffer
  thumb: Buffer
  sha256: string
  width: number
  height: number
}

/** Two at a time: a decoded picture takes up to 200 MB. */
const AT_ONCE = 2
let busy = 0
const waiting: (() => void)[] = []

const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
  if (busy >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  else busy += 1
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else busy -= 1
  }
}

const SIGNATURES: readonly ((bytes: Buffer) => boolean)[] = [
  (bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])),
  (bytes) => bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])),
  (bytes) => bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP',
]

const redraw = async (bytes: Buffer): Promise<Picture> => {
  const source = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error', sequentialRead: true })
  const { format } = await source.metadata()
  if (!FORMATS.has(format ?? '')) throw new AppError('NOT_AN_IMAGE')
  const { data: full, info } = await source
    .rotate()
    .flatten({ background: '#ffffff' })
    .resize({ width: LONGEST, height: LONGEST, fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 82 })
    .toBuffer({ resolveWithObject: true })
  const thumb = await sharp(full)
    .resize({ width: THUMB, height: THUMB, fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 75 })
    .toBuffer()
  const sha256 = createHash('sha256').update(full).digest('hex')
  return { full, thumb, sha256, width: info.width, height: info.height }
}

/** Throws NOT_AN_IMAGE for anything that is not wholly a JPEG, PNG or WebP picture of a bearable size. */
export const readPicture = async (bytes: Buffer): Promise<Picture> => {
  if (bytes.length > MOST_BYTES) throw new AppError('PAYLOAD_TOO_LARGE')
  // other decoders of the library are never reached
  if (!SIGNATURES.some((matches) => matches(bytes))) throw new AppError('NOT_AN_IMAGE')
  return inTurn(async () => {
    try {
      return await redraw(bytes)
    } catch (error) {
      throw error instanceof AppError ? error : new AppError('NOT_AN_IMAGE')
    }
  })
}
