/** Second factor: time-based codes (RFC 6238) and recovery codes for a lost phone. */
import { randomBytes } from 'node:crypto'
import { generateSecret, generateSync, generateURI, verifySync } from 'otplib'

export const newTotpSecret = (): string => generateSecret()

/** Address for the authenticator's QR code. */
export const otpauth = (secret: string, login: string, issuer: string): string => generateURI({ issuer, label: login, secret })

const seconds = (at: Date): number => Math.floor(at.getTime() / 1000)

export const currentCode = (secret: string, at: Date): string => generateSync({ secret, epoch: seconds(at) })

/** Start of the 30-second step the code belongs to (one step of clock difference is forgiven), or null. */
export const acceptedStep = (secret: string, code: string, at: Date): number | null => {
  if (!/^\d{6}$/.test(code)) return null
  const result = verifySync({ secret, token: code, epoch: seconds(at), epochTolerance: 30 })
  return result.valid && 'epoch' in result ? result.epoch : null
}

/** Ten codes of 80 bits, written in fours: 7f3a-…. Each works once. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: 10 }, () => (randomBytes(10).toString('hex').match(/.{4}/g) ?? []).join('-'))

/** What is compared: case and separators do not count. Undefined when it is no recovery code. */
export const recoveryCode = (text: string): string | undefined => {
  const plain = text.toLowerCase().replaceAll(/[\s-]/g, '')
  return /^[0-9a-f]{20}$/.test(plain) ? plain : undefined
}
