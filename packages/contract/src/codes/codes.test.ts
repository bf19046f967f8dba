import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  formatCertificateId,
  identityCheckChar,
  isCertificateId,
  isIdentityNumber,
  isMobile,
  isOrgCode,
  isPlate,
  isUscc,
  maskPhone,
  mod3736,
  orgCheckChar,
  parseCertificateId,
  parseIdentityNumber,
  parsePhone,
  parsePlate,
  parseUscc,
  usccCheckChar,
  usccProblem,
} from '../codes.ts'

const USCC_CHARS = [...'0123456789ABCDEFGHJKLMNPQRTUWXY']
const PUBLIC_CODES = [
  '91350200MA2YJ1XR9G',
  '91440101MA5CJQ4N59',
  '913502000728319549',
  '11430000006122244L',
  '11100000000013338W',
  '11370800MB28559184',
]

/** Replaces the character at `index` by another one of the alphabet. */
const withTypo = (code: string, index: number, shift: number, alphabet: readonly string[]): string => {
  const at = alphabet.indexOf(code[index]!)
  const other = alphabet[(at + 1 + (shift % (alphabet.length - 1))) % alphabet.length]!
  return code.slice(0, index) + other + code.slice(index + 1)
}

test('credit codes of real bodies are valid', () => {
  for (const code of PUBLIC_CODES) assert.equal(usccProblem(code), undefined, code)
  assert.deepEqual(parseUscc('91350200MA2YJ1XR9G'), {
    authority: '9',
    category: '1',
    region: '350200',
    orgCode: 'MA2YJ1XR9',
  })
})

test('credit codes say what is wrong with them', () => {
  assert.equal(usccProblem('91350203M0001QAY9B'), 'checkChar')
  assert.equal(usccProblem('91350200MA2YJ1XR9H'), 'checkChar')
  const exception = '91350200000000011'
  assert.equal(usccProblem(exception + usccCheckChar(exception)), 'orgCode')
  for (const code of ['', '123', '91350200MA2YJ1XR9I', '91350200ma2yj1xr9g', ` ${PUBLIC_CODES[0]}`, `${PUBLIC_CODES[0]}0`])
    assert.equal(usccProblem(code), 'format', code)
  assert.equal(parseUscc('91350203M0001QAY9B'), undefined)
})

test('a credit code with any single wrong character is refused', () => {
  fc.assert(
    fc.property(fc.constantFrom(...PUBLIC_CODES), fc.nat(17), fc.nat(29), (code, index, shift) =>
      assert.equal(isUscc(withTypo(code, index, shift, USCC_CHARS)), false),
    ),
  )
})

test('a made-up credit code with its check characters is valid', () => {
  const digits = fc.stringMatching(/^[0-9]{6}$/)
  const body = fc.stringMatching(/^[0-9A-HJ-NP-RTUWXY]{8}$/)
  fc.assert(
    fc.property(digits, body, (region, org) => {
      const seventeen = `91${region}${org}${orgCheckChar(org)}`
      assert.equal(isUscc(seventeen + usccCheckChar(seventeen)), true)
    }),
  )
})

test('organisation codes', () => {
  for (const code of ['MA2YJ1XR9', 'MA2YJ1XR-9', '00001333-8']) assert.equal(isOrgCode(code), true, code)
  for (const code of ['MA2YJ1XR8', 'MA2YJ1X', '', 'ma2yj1xr9']) assert.equal(isOrgCode(code), false, code)
})

test('identity numbers carry region, birth date and sex', () => {
  assert.deepEqual(parseIdentityNumber('11010519491231002X'), { region: '110105', birthDate: '1949-12-31', sex: 'female' })
  assert.equal(isIdentityNumber('11010519491231002x'), true)
  assert.equal(isIdentityNumber('11010519491231002X', '1949-12-30'), false)
})

test('identity numbers with a wrong day, province or check character are refused', () => {
  const complete = (body: string) => body + identityCheckChar(body)
  for (const body of ['11010519490231002', '11010519491331002', '99010519491231002', '11010518491231002'])
    assert.equal(isIdentityNumber(complete(body)), false, body)
  for (const code of ['110105194912310021', '11010519491231002', '', '1101051949123100２X'])
    assert.equal(isIdentityNumber(code), false, code)
})

test('an identity number with any single wrong digit is refused', () => {
  fc.assert(
    fc.property(fc.nat(16), fc.nat(8), (index, shift) =>
      assert.equal(isIdentityNumber(withTypo('11010519491231002X', index, shift, [...'0123456789'])), false),
    ),
  )
})

test('telephone numbers are read as people write them', () => {
  const reads: [string, string | undefined, ReturnType<typeof parsePhone>][] = [
    ['138 1234 5678', undefined, { kind: 'mobile', number: '13812345678' }],
    ['+86 13812345678', undefined, { kind: 'mobile', number: '13812345678' }],
    ['022-23456789', undefined, { kind: 'landline', number: '02223456789' }],
    ['(022) 2345 6789', undefined, { kind: 'landline', number: '02223456789' }],
    ['88908890', '022', { kind: 'landline', number: '02288908890' }],
    ['0316-2345678', undefined, { kind: 'landline', number: '03162345678' }],
    ['12345', undefined, { kind: 'service', number: '12345' }],
    ['95598', undefined, { kind: 'service', number: '95598' }],
    ['400-810-1234', undefined, { kind: 'service', number: '4008101234' }],
  ]
  for (const [input, area, phone] of reads) assert.deepEqual(parsePhone(input, area), phone, input)
})

test('what is no telephone number is refused', () => {
  for (const input of [
    '',
    '12812345678',
    '1381234567',
    '138123456789',
    '88908890',
    '+1 2025550123',
    '01012',
    'call me',
    '022-12345678',
  ])
    assert.equal(parsePhone(input), undefined, input)
  assert.equal(isMobile('022-23456789'), false)
})

test('telephone numbers are masked', () => {
  assert.equal(maskPhone('138 1234 5678'), '138****5678')
  assert.equal(maskPhone('022-23456789'), '022****6789')
  assert.equal(maskPhone('12345'), '12345')
  assert.equal(maskPhone('secret'), '****')
})

test('plates of every kind', () => {
  const kinds: [string, string][] = [
    ['津A12345', 'ordinary'],
    ['津a·B12C3', 'ordinary'],
    ['津AD12345', 'newEnergySmall'],
    ['津C12345D', 'newEnergyLarge'],
    ['津A1234警', 'police'],
    ['津A1234学', 'training'],
    ['津B1234挂', 'trailer'],
    ['粤Z1234港', 'hongKong'],
    ['粤Z1234澳', 'macao'],
  ]
  for (const [input, kind] of kinds) assert.equal(parsePlate(input)?.kind, kind, input)
  assert.equal(parsePlate('津A12345')?.province, '津')
})

test('what is no plate is refused', () => {
  for (const input of [
    '',
    '津A1234',
    '津I12345',
    '津AI2345',
    '津AO2345',
    'A12345',
    '津AL12345',
    '津A123456',
    '津AF1234D',
    '津Z1234港',
  ])
    assert.equal(isPlate(input), false, input)
})

const IDS = [
  '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.002.S',
  '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U',
  '1.2.156.3005.2.11100000000013338W087.11370800MB28559184.37080001202411010001.001.3',
  '1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0',
]

test('certificate identifiers in use are valid; an odd length of a part is a warning', () => {
  for (const id of IDS) assert.deepEqual(parseCertificateId(id)?.warnings, [], id)
  const odd = parseCertificateId('1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.9')
  assert.deepEqual(odd?.warnings, ['issuer'])
})

test('certificate identifiers with a wrong part are refused', () => {
  for (const id of ['', IDS[0]!.replace('.S', '.T'), IDS[0]!.slice(2), `${IDS[0]}.1`, IDS[0]!.replace('403', '40３')])
    assert.equal(isCertificateId(id), false, id)
})

test('a certificate identifier that is made can be read back, and any single typo is caught', () => {
  const alphabet = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9A-Z]{1,64}$/), fc.nat(9999), fc.nat(34), (serial, place, shift) => {
      const parts = { type: '11100000000013338W011', issuer: '11430000006122244L', serial, version: '001' }
      const id = formatCertificateId(parts)
      assert.deepEqual(parseCertificateId(id), { ...parts, warnings: [] })
      const text = parts.type + parts.issuer + serial + parts.version
      assert.notEqual(mod3736(withTypo(text, place % text.length, shift, alphabet)), mod3736(text))
    }),
  )
  assert.throws(() => formatCertificateId({ type: 'X', issuer: 'Y', serial: '1', version: '001' }), RangeError)
})
