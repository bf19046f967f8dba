import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { maskAddress, maskName, maskPlace, maskValue, maskYear } from './masking.ts'
import { MASKS, type Mask } from './resource.ts'

const digits = (least: number, most = least) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: least, maxLength: most }).map((all) => all.join(''))
const han = (least: number, most: number) =>
  fc
    .array(fc.constantFrom(...'王李张欧阳司马娜小明建国芳敏静买买提依'), { minLength: least, maxLength: most })
    .map((all) => all.join(''))

const SAMPLES: [Mask, string, string][] = [
  ['name', '王小明', '王**'],
  ['name', '欧阳娜娜', '欧阳**'],
  ['name', '欧阳', '欧*'],
  ['name', '王', '*'],
  ['name', '阿依古丽·买买提', '阿*******'],
  ['identity-number', '120101199001011234', '120101********1234'],
  ['identity-number', '12010119900101123X', '120101********123X'],
  ['identity-number', '120101900101123', '120101******123'],
  ['identity-number', 'E12345678', '*********'],
  ['identity-number-outer', '120101199001011234', '1****************4'],
  ['phone', '138 1234-5678', '138****5678'],
  ['phone', '+8613812345678', '138****5678'],
  ['phone', '022-23456789', '022****6789'],
  ['phone', '12345', '*****'],
  ['bank-card', '6222 0200 1234 5678', '************5678'],
  ['address', '天津市和平区劝业场街道南京路1号3门502', '天津市和平区劝业场街道****'],
  ['address', '河北省石家庄市正定县正定镇燕赵南大街9号', '河北省石家庄市正定县正定镇****'],
  ['address', '天津市阳光小区3号楼', '天津市****'],
  ['address', '南京路12号景德镇瓷器店', '****'],
  ['year', '1990-05-01', '1990'],
]

test('values are shown as the reference says', () => {
  for (const [mask, value, shown] of SAMPLES) assert.equal(maskValue(mask, value), shown, `${mask} ${value}`)
})

test('a point moves within 100 to 500 m to the centre of its cell', () => {
  const lon = fc.double({ min: 116, max: 118, noNaN: true })
  const lat = fc.double({ min: 38, max: 41, noNaN: true })
  fc.assert(
    fc.property(lon, lat, (x, y) => {
      const shown = maskPlace({ type: 'Point', coordinates: [x, y] }) as { coordinates: [number, number] }
      assert.ok(Math.abs(shown.coordinates[0] - x) <= 0.0020001 && Math.abs(shown.coordinates[1] - y) <= 0.0020001)
      assert.deepEqual(maskPlace(shown), shown)
      assert.equal(
        maskPlace(`${x.toFixed(7)},${y.toFixed(7)}`)
          ?.toString()
          .split(',').length,
        2,
      )
    }),
  )
  assert.equal(maskPlace({ type: 'LineString', coordinates: [[1, 2]] }), null)
})

const anything = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  han(0, 12),
  digits(0, 24),
  fc.constantFrom(...SAMPLES.map(([, value]) => value)),
  fc.date({ min: new Date('1900-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }).map((d) => d.toISOString()),
)

test('masking what is masked changes nothing', () => {
  fc.assert(
    fc.property(fc.constantFrom(...MASKS), anything, (mask, value) => {
      const once = maskValue(mask, value)
      assert.deepEqual(maskValue(mask, once), once)
    }),
    { numRuns: 2000 },
  )
})

test('names, numbers and cards keep their length and show nothing but the ends they may', () => {
  const shows = (mask: Mask, of: fc.Arbitrary<string>, head: number, tail: number) =>
    fc.assert(
      fc.property(of, (value) => {
        const shown = String(maskValue(mask, value))
        assert.equal(shown.length, value.length)
        assert.match(shown.slice(head, shown.length - tail), /^\*+$/)
        assert.equal(shown.slice(0, head), value.slice(0, head))
        assert.equal(shown.slice(shown.length - tail), value.slice(value.length - tail))
      }),
    )
  shows('identity-number', digits(18), 6, 4)
  shows('identity-number-outer', digits(18), 1, 1)
  shows('phone', digits(11), 3, 4)
  shows('bank-card', digits(16, 19), 0, 4)
  fc.assert(
    fc.property(han(1, 8), (name) => {
      const shown = maskName(name)
      assert.equal([...shown].length, [...name].length)
      assert.ok([...shown].some((sign) => sign === '*'))
    }),
  )
})

test('hidden characters change nothing of what is shown', () => {
  fc.assert(
    fc.property(digits(6), digits(8), digits(8), digits(4), (head, one, other, tail) => {
      assert.equal(maskValue('identity-number', head + one + tail), maskValue('identity-number', head + other + tail))
      assert.equal(
        // a number of a mobile phone; 0086 before it would be a prefix
        maskValue('phone', `1${head.slice(4)}${one.slice(4)}${tail}`),
        maskValue('phone', `1${head.slice(4)}${other.slice(4)}${tail}`),
      )
      assert.equal(maskYear(`1990-${one}`), maskYear(`1990-${other}`))
    }),
  )
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (rest) => {
      const shown = maskAddress(`天津市和平区劝业场街道南京路${rest}`)
      assert.equal(shown, '天津市和平区劝业场街道****')
    }),
  )
})

test('what has no form to keep is hidden whole, never shown', () => {
  for (const mask of MASKS)
    if (mask !== 'none')
      for (const value of [null, undefined, { name: '王小明' }, ['13812345678']]) assert.equal(maskValue(mask, value), null)
  assert.equal(maskValue('pseudonym', '王小明'), null)
  assert.equal(
    maskValue('pseudonym', 'a', (text) => `p:${text}`),
    'p:a',
  )
})
