/** Draws a small picture for a report: a street, the nuisance or its absence, and the word that says it is drawn. */
import { crc32, deflateSync } from 'node:zlib'
import type { Random } from './random.ts'

const WIDTH = 480
const HEIGHT = 360

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}

const encode = (pixels: Buffer): Buffer => {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(WIDTH, 0)
  header.writeUInt32BE(HEIGHT, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const lines = Buffer.alloc((WIDTH * 3 + 1) * HEIGHT)
  for (let y = 0; y < HEIGHT; y += 1) pixels.copy(lines, y * (WIDTH * 3 + 1) + 1, y * WIDTH * 3, (y + 1) * WIDTH * 3)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

type Colour = readonly [number, number, number]

/** A PNG of 480×360: the same scene with the nuisance (before) or cleared (after). */
export const drawPhoto = (stage: 'before' | 'after', random: Random): Buffer => {
  const pixels = Buffer.alloc(WIDTH * HEIGHT * 3)
  const fill = (x0: number, y0: number, x1: number, y1: number, [r, g, b]: Colour): void => {
    for (let y = Math.max(0, Math.floor(y0)); y < Math.min(HEIGHT, y1); y += 1)
      for (let x = Math.max(0, Math.floor(x0)); x < Math.min(WIDTH, x1); x += 1) pixels.set([r, g, b], (y * WIDTH + x) * 3)
  }
  fill(0, 0, WIDTH, 150, [198, 214, 224])
  for (let x = 0; x < WIDTH; x += 80) {
    const top = random.integer(30, 110)
    fill(x, top, x + 68, 190, [150 + random.integer(0, 40), 146, 138])
    for (let y = top + 10; y < 175; y += 22) for (let w = x + 8; w < x + 60; w += 18) fill(w, y, w + 9, y + 12, [110, 124, 138])
  }
  fill(0, 190, WIDTH, 240, [176, 172, 164])
  fill(0, 240, WIDTH, HEIGHT, [96, 98, 102])
  for (let x = 0; x < WIDTH; x += 70) fill(x, 300, x + 36, 305, [220, 218, 206])
  if (stage === 'before')
    for (let i = 0; i < 60; i += 1) {
      const x = random.between(150, 330)
      const y = random.between(196, 262)
      fill(x, y, x + random.between(6, 26), y + random.between(5, 18), [
        random.integer(60, 150),
        random.integer(60, 120),
        random.integer(40, 90),
      ])
    }
  return encode(pixels)
}
