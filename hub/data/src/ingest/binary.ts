/**
 * Array parameters in PostgreSQL's binary format: no text is made, none is escaped and none is parsed. `pg` sends a
 * Buffer as it is; the statement casts it ($1::float8[]). One loop each, because a shared one with a callback is slower
 * than the work it does.
 */

// microseconds since 2000-01-01, as two halves because a double's bit operations end at 32
const EPOCH_2000 = 946_684_800_000
const TWO_32 = 4_294_967_296

const setInstant = (view: DataView, offset: number, at: number): void => {
  const micros = (at - EPOCH_2000) * 1000
  const high = Math.floor(micros / TWO_32)
  view.setInt32(offset, high)
  view.setUint32(offset + 4, micros - high * TWO_32)
}

const INT2 = 21
const INT4 = 23
const FLOAT8 = 701
const TIMESTAMPTZ = 1184

const HEADER = 20

interface Writing {
  buffer: Buffer
  view: DataView
}

/** One dimension, lower bound 1. */
const begin = (oid: number, count: number, size: number, nulls = false): Writing => {
  const buffer = Buffer.allocUnsafe(HEADER + count * (4 + size))
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength)
  view.setInt32(0, 1)
  view.setInt32(4, nulls ? 1 : 0)
  view.setInt32(8, oid)
  view.setInt32(12, count)
  view.setInt32(16, 1)
  return { buffer, view }
}

export const smallints = (values: readonly number[]): Buffer => {
  const { buffer, view } = begin(INT2, values.length, 2)
  for (let i = 0, offset = HEADER; i < values.length; i += 1, offset += 6) {
    view.setInt32(offset, 2)
    view.setInt16(offset + 4, values[i] as number)
  }
  return buffer
}

export const integers = (values: readonly number[]): Buffer => {
  const { buffer, view } = begin(INT4, values.length, 4)
  for (let i = 0, offset = HEADER; i < values.length; i += 1, offset += 8) {
    view.setInt32(offset, 4)
    view.setInt32(offset + 4, values[i] as number)
  }
  return buffer
}

export const doubles = (values: readonly number[]): Buffer => {
  const { buffer, view } = begin(FLOAT8, values.length, 8)
  for (let i = 0, offset = HEADER; i < values.length; i += 1, offset += 12) {
    view.setInt32(offset, 8)
    view.setFloat64(offset + 4, values[i] as number)
  }
  return buffer
}

/** Epoch milliseconds → timestamptz. */
export const instants = (values: readonly number[]): Buffer => {
  const { buffer, view } = begin(TIMESTAMPTZ, values.length, 8)
  for (let i = 0, offset = HEADER; i < values.length; i += 1, offset += 12) {
    view.setInt32(offset, 8)
    setInstant(view, offset + 4, values[i] as number)
  }
  return buffer
}

const orNull = (oid: number, values: readonly number[], set: (view: DataView, offset: number, value: number) => void): Buffer => {
  const { buffer, view } = begin(oid, values.length, 8, true)
  let offset = HEADER
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] as number
    if (Number.isFinite(value)) {
      view.setInt32(offset, 8)
      set(view, offset + 4, value)
      offset += 12
    } else {
      view.setInt32(offset, -1)
      offset += 4
    }
  }
  return buffer.subarray(0, offset)
}

/** What is not finite becomes NULL. */
export const doublesOrNull = (values: readonly number[]): Buffer =>
  orNull(FLOAT8, values, (view, offset, value) => view.setFloat64(offset, value))

/** What is not finite becomes NULL. */
export const instantsOrNull = (values: readonly number[]): Buffer => orNull(TIMESTAMPTZ, values, setInstant)

// what an array literal would have to escape
const SPECIAL = /["\\]/

/** Texts without quotes and backslashes (codes, entity ids) as one array literal; others as `pg` writes them. */
export const texts = (values: readonly string[]): string | readonly string[] => {
  if (values.length === 0) return '{}'
  const plain = !values.some((value) => SPECIAL.test(value))
  return plain ? `{"${values.join(`","`)}"}` : values
}
