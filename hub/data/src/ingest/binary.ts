/** PostgreSQL's binary formats, written into one buffer: no text is made and none is parsed on the hot path. */
// microseconds since 2000-01-01, as two halves because a double's bit operations end at 32
const EPOCH_2000 = 946_684_800_000
const TWO_32 = 4_294_967_296

const setInstant = (view: DataView, offset: number, at: number): void => {
  const micros = (at - EPOCH_2000) * 1000
  const high = Math.floor(micros / TWO_32)
  view.setInt32(offset, high)
  view.setUint32(offset + 4, micros - high * TWO_32)
}

const INT2 = { oid: 21, size: 2 }
const INT4 = { oid: 23, size: 4 }
const FLOAT8 = { oid: 701, size: 8 }
const TIMESTAMPTZ = { oid: 1184, size: 8 }

const array = (
  type: { oid: number; size: number },
  count: number,
  set: (view: DataView, offset: number, index: number) => void,
): Buffer => {
  const buffer = Buffer.allocUnsafe(20 + count * (4 + type.size))
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength)
  view.setInt32(0, 1)
  view.setInt32(4, 0)
  view.setInt32(8, type.oid)
  view.setInt32(12, count)
  view.setInt32(16, 1)
  let offset = 20
  for (let i = 0; i < count; i += 1) {
    view.setInt32(offset, type.size)
    set(view, offset + 4, i)
    offset += 4 + type.size
  }
  return buffer
}

/** One-dimensional array parameters; pg sends a Buffer as binary. */
export const smallints = (values: readonly number[]): Buffer =>
  array(INT2, values.length, (view, offset, i) => view.setInt16(offset, values[i] as number))
export const integers = (values: readonly number[]): Buffer =>
  array(INT4, values.length, (view, offset, i) => view.setInt32(offset, values[i] as number))
export const doubles = (values: readonly number[]): Buffer =>
  array(FLOAT8, values.length, (view, offset, i) => view.setFloat64(offset, values[i] as number))
export const instants = (values: readonly number[]): Buffer =>
  array(TIMESTAMPTZ, values.length, (view, offset, i) => setInstant(view, offset, values[i] as number))
