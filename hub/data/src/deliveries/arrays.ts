/** Arrays of texts in PostgreSQL's binary format: documents full of quotes are neither escaped nor parsed on their way. */
const TEXT = 25
const HEADER = 20

export const textArray = (values: readonly string[]): Buffer => {
  let size = HEADER
  const lengths = values.map((value) => {
    const length = Buffer.byteLength(value)
    size += 4 + length
    return length
  })
  const buffer = Buffer.allocUnsafe(size)
  buffer.writeInt32BE(values.length === 0 ? 0 : 1, 0)
  buffer.writeInt32BE(0, 4)
  buffer.writeInt32BE(TEXT, 8)
  if (values.length === 0) return buffer.subarray(0, 12)
  buffer.writeInt32BE(values.length, 12)
  buffer.writeInt32BE(1, 16)
  let offset = HEADER
  for (const [i, value] of values.entries()) {
    buffer.writeInt32BE(lengths[i] as number, offset)
    buffer.write(value, offset + 4, 'utf8')
    offset += 4 + (lengths[i] as number)
  }
  return buffer
}

/** Whole numbers as an array literal. */
export const numberArray = (values: readonly number[]): string => `{${values.join(',')}}`
