/**
 * Reads a JSON batch from its bytes without making objects of its items: at 70,000 readings a second those objects, and
 * their collection, cost more than everything else the hub does with a reading. It understands the plain shape that
 * devices send (flat items, strings without escapes); at anything else it gives up and the caller parses
 * the whole body as JSON. It never accepts what JSON.parse refuses: the property test holds the two together.
 */

const QUOTE = 34
const BACKSLASH = 92
const MINUS = 45
const DOT = 46
const COLON = 58
const COMMA = 44
const OPEN = 123
const CLOSE = 125
const OPEN_LIST = 91
const CLOSE_LIST = 93

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57

/** What may stand behind a value of a flat item. */
const isEnd = (byte: number): boolean =>
  byte === COMMA || byte === CLOSE || byte === 32 || byte === 10 || byte === 13 || byte === 9

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/
const POWERS = Array.from({ length: 16 }, (_, i) => 10 ** i)

/** Which fields the item has. */
export const ENTITY = 1
export const ATTRIBUTE = 2
export const VALUE = 4
export const AT = 8
export const TYPE = 16
export const UNIT = 32

/** Position in a body, and where the fields of the item last read stand in it (from inclusive, to exclusive). */
export class Scanner {
  readonly bytes: Uint8Array
  #position = 0
  #wrapped = false
  #first = true
  /** fields of the item */
  fields = 0
  from = 0
  to = 0
  entityFrom = 0
  entityTo = 0
  attributeFrom = 0
  attributeTo = 0
  atFrom = 0
  atTo = 0
  unitFrom = 0
  unitTo = 0
  typeLength = 0
  /** NaN when the value is no number */
  value = Number.NaN

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  #skip(): number {
    const { bytes } = this
    let i = this.#position
    for (let byte = bytes[i] as number; byte === 32 || byte === 10 || byte === 13 || byte === 9; byte = bytes[i] as number) i += 1
    this.#position = i
    return bytes[i] as number
  }

  /** End of the string that starts behind a quote at `#position`; -1 when it is not plain. Leaves the position behind it. */
  #plainString(): number {
    const { bytes } = this
    let i = this.#position
    for (;;) {
      const byte = bytes[i] as number
      if (byte === QUOTE) {
        this.#position = i + 1
        return i
      }
      // also true for the undefined behind the end
      if (!(byte >= 32) || byte === BACKSLASH) return -1
      i += 1
    }
  }

  /** A number, or true or false. False for anything else. */
  #scalar(): boolean {
    const { bytes } = this
    const begin = this.#position
    if (bytes[begin] === 116) return this.#literal('true')
    if (bytes[begin] === 102) return this.#literal('false')
    const negative = bytes[begin] === MINUS
    const start = negative ? begin + 1 : begin
    let i = start
    let mantissa = 0
    let point = -1
    for (let byte = bytes[i] as number; isDigit(byte) || (byte === DOT && point < 0); byte = bytes[i] as number) {
      if (byte === DOT) point = i
      else mantissa = mantissa * 10 + byte - 48
      i += 1
    }
    const decimals = point < 0 ? 0 : i - point - 1
    const digits = point < 0 ? i - start : i - start - 1
    const plain =
      digits > decimals &&
      digits <= 15 &&
      (point < 0 || decimals > 0) &&
      !(bytes[start] === 48 && digits - decimals > 1) &&
      isEnd(bytes[i] as number)
    if (!plain) return this.#anyNumber(begin)
    // up to 15 digits and a power of ten up to 10^15 are exact: one division rounds as JSON.parse does
    const value = mantissa / (POWERS[decimals] as number)
    this.value = negative ? -value : value
    this.#position = i
    return true
  }

  #literal(text: string): boolean {
    if (!this.#is(this.#position, text)) return false
    this.#position += text.length
    return true
  }

  /** Exponents and long fractions: the text decides. */
  #anyNumber(begin: number): boolean {
    const { bytes } = this
    let i = begin
    while (i - begin < 400 && !isEnd(bytes[i] as number) && i < bytes.length) i += 1
    const text = String.fromCharCode(...bytes.subarray(begin, i))
    if (!NUMBER.test(text)) return false
    const value = Number(text)
    // past the largest double: for the caller to judge
    if (!Number.isFinite(value)) return false
    this.value = value
    this.#position = i
    return true
  }

  /** Opens the batch: a list, or an object with `items` alone. False when it is neither. */
  open(): boolean {
    let byte = this.#skip()
    if (byte === OPEN) {
      this.#position += 1
      if (this.#skip() !== QUOTE) return false
      this.#position += 1
      const from = this.#position
      const to = this.#plainString()
      if (to - from !== 5 || !this.#is(from, 'items') || this.#skip() !== COLON) return false
      this.#position += 1
      this.#wrapped = true
      byte = this.#skip()
    }
    if (byte !== OPEN_LIST) return false
    this.#position += 1
    return true
  }

  #is(from: number, text: string): boolean {
    for (let i = 0; i < text.length; i += 1) if (this.bytes[from + i] !== text.charCodeAt(i)) return false
    return true
  }

  /** Reads the next item. 1: read; 0: the batch is at its end, and the body as well; -1: not plain. */
  next(): 1 | 0 | -1 {
    let byte = this.#skip()
    if (byte === CLOSE_LIST) return this.#close()
    if (!this.#first) {
      if (byte !== COMMA) return -1
      this.#position += 1
      byte = this.#skip()
    }
    if (byte !== OPEN) return -1
    this.#first = false
    this.from = this.#position
    this.#position += 1
    this.fields = 0
    this.value = Number.NaN
    if (this.#skip() === CLOSE) return -1
    for (;;) {
      if (this.#skip() !== QUOTE || !this.#field()) return -1
      byte = this.#skip()
      this.#position += 1
      if (byte === CLOSE) {
        this.to = this.#position
        return 1
      }
      if (byte !== COMMA) return -1
    }
  }

  #close(): 0 | -1 {
    this.#position += 1
    if (this.#wrapped) {
      if (this.#skip() !== CLOSE) return -1
      this.#position += 1
    }
    this.#skip()
    return this.#position === this.bytes.length ? 0 : -1
  }

  /** One `"name": value`; the position stands on the quote. False for an unknown name or a value that is not plain. */
  #field(): boolean {
    this.#position += 1
    const from = this.#position
    const to = this.#plainString()
    if (to < 0 || this.#skip() !== COLON) return false
    this.#position += 1
    const byte = this.#skip()
    const field = this.#fieldAt(from, to - from)
    // a name that comes twice is for JSON.parse to judge
    if (field === 0 || this.fields & field) return false
    this.fields |= field
    if (field === VALUE && byte !== QUOTE) return this.#scalar()
    if (byte !== QUOTE) return false
    this.#position += 1
    const start = this.#position
    const end = this.#plainString()
    if (end < 0) return false
    this.#note(field, start, end)
    return true
  }

  #fieldAt(from: number, length: number): number {
    if (length === 6) return this.#is(from, 'entity') ? ENTITY : 0
    if (length === 5) return this.#is(from, 'value') ? VALUE : 0
    if (length === 2) return this.#is(from, 'at') ? AT : 0
    if (length === 4) return this.#is(from, 'type') ? TYPE : this.#is(from, 'unit') ? UNIT : 0
    return length === 9 && this.#is(from, 'attribute') ? ATTRIBUTE : 0
  }

  #note(field: number, start: number, end: number): void {
    if (field === ENTITY) {
      this.entityFrom = start
      this.entityTo = end
    } else if (field === ATTRIBUTE) {
      this.attributeFrom = start
      this.attributeTo = end
    } else if (field === AT) {
      this.atFrom = start
      this.atTo = end
    } else if (field === UNIT) {
      this.unitFrom = start
      this.unitTo = end
    } else if (field === TYPE) this.typeLength = end - start
    // a text value: the item is plain, its value is not a number
  }
}
