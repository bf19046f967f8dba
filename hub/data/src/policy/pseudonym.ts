/**
 * Reversible pseudonyms: the same value has the same pseudonym within a purpose, another one in every other purpose, and
 * nobody without the hub's secret can turn it back or tell whether a guess is right.
 *
 * Construction (deterministic authenticated encryption in the manner of RFC 5297): the first 16 bytes of
 * HMAC-SM3(K1, text) are the initial vector of SM4-CTR(K2, text padded to a multiple of 16); vector and ciphertext are
 * the pseudonym. Turning back recomputes the vector, so that an altered pseudonym is refused. K1 and K2 come by HKDF from
 * the hub's secret and the key domain, which is the purpose. Where the build of OpenSSL has no SM3 and SM4, SHA-256 and
 * AES-128 stand in and the pseudonym says so by its prefix.
 */
import { createCipheriv, createDecipheriv, createHmac, getCiphers, getHashes, hkdfSync, timingSafeEqual } from 'node:crypto'

export interface Pseudonyms {
  make: (purpose: string, text: string) => string
  /** the text, or undefined for what this hub never made for this purpose */
  reverse: (purpose: string, pseudonym: string) => string | undefined
}

interface Suite {
  prefix: string
  cipher: string
  hash: string
}

const SM: Suite = { prefix: 's1.', cipher: 'sm4-ctr', hash: 'sm3' }
const AES: Suite = { prefix: 'a1.', cipher: 'aes-128-ctr', hash: 'sha256' }
const hasSm = getCiphers().includes(SM.cipher) && getHashes().includes(SM.hash)

/** ISO/IEC 7816-4: 80 00 … up to a multiple of 16, so that the length of a value says little of it. */
const pad = (text: string): Buffer => {
  const bytes = Buffer.from(text, 'utf8')
  const padded = Buffer.alloc((Math.floor(bytes.length / 16) + 1) * 16)
  bytes.copy(padded)
  padded[bytes.length] = 0x80
  return padded
}
const unpad = (padded: Buffer): string => padded.subarray(0, padded.lastIndexOf(0x80)).toString('utf8')

export const createPseudonyms = (secret: string, preferred: Suite = hasSm ? SM : AES): Pseudonyms => {
  const known = new Map<string, { mac: Buffer; enc: Buffer }>()
  const keysOf = ({ prefix }: Suite, purpose: string): { mac: Buffer; enc: Buffer } => {
    const domain = `${prefix}${purpose}`
    const found = known.get(domain)
    if (found) return found
    const bytes = Buffer.from(hkdfSync('sha256', secret, 'haihe pseudonym', domain, 48))
    const keys = { mac: bytes.subarray(0, 32), enc: bytes.subarray(32) }
    known.set(domain, keys)
    return keys
  }
  const vector = (suite: Suite, mac: Buffer, padded: Buffer): Buffer =>
    createHmac(suite.hash, mac).update(padded).digest().subarray(0, 16)

  return {
    make(purpose, text) {
      const { mac, enc } = keysOf(preferred, purpose)
      const padded = pad(text)
      const iv = vector(preferred, mac, padded)
      const cipher = createCipheriv(preferred.cipher, enc, iv)
      return preferred.prefix + Buffer.concat([iv, cipher.update(padded), cipher.final()]).toString('base64url')
    },
    reverse(purpose, pseudonym) {
      const suite = [SM, AES].find(({ prefix }) => pseudonym.startsWith(prefix))
      if (!suite || (suite === SM && !hasSm)) return undefined
      const bytes = Buffer.from(pseudonym.slice(suite.prefix.length), 'base64url')
      if (bytes.length < 32 || bytes.length % 16 !== 0) return undefined
      const { mac, enc } = keysOf(suite, purpose)
      const iv = bytes.subarray(0, 16)
      const decipher = createDecipheriv(suite.cipher, enc, iv)
      const padded = Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()])
      return timingSafeEqual(iv, vector(suite, mac, padded)) ? unpad(padded) : undefined
    },
  }
}

export const AES_SUITE = AES
