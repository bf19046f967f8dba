/** 电子证照标识 (GB/T 36904-2018): 1.2.156.3005.2.{type 21}.{issuer 18}.{serial ≤64}.{version 3}.{check}. */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const ROOT = '1.2.156.3005.2'

/** ISO/IEC 7064 MOD 37,36 check character over 0-9A-Z; undefined when another character occurs or none is given. */
export const mod3736 = (text: string): string | undefined => {
  if (!/^[0-9A-Z]+$/.test(text)) return undefined
  let product = 36
  for (const char of text) {
    const sum = (product + ALPHABET.indexOf(char)) % 36
    product = ((sum === 0 ? 36 : sum) * 2) % 37
  }
  return ALPHABET[(37 - product) % 36]
}

export interface CertificateId {
  /** unified code of the defining body (18) and a sequence (3) */
  type: string
  issuer: string
  serial: string
  /** three digits; rises with each replacement */
  version: string
  /** parts whose length is not that of the standard; identifiers in use have six-digit issuers */
  warnings: ('type' | 'issuer' | 'version')[]
}

/** The parts of an identifier whose check character is right; undefined for any other. */
export const parseCertificateId = (id: string): CertificateId | undefined => {
  if (!id.startsWith(`${ROOT}.`)) return undefined
  const parts = id.slice(ROOT.length + 1).split('.')
  const [type, issuer, serial, version, check] = parts
  if (parts.length !== 5 || !type || !issuer || !serial || !version || serial.length > 64) return undefined
  if (mod3736(type + issuer + serial + version) !== check) return undefined
  const lengths = { type: [type, 21], issuer: [issuer, 18], version: [version, 3] } as const
  const warnings = (['type', 'issuer', 'version'] as const).filter((name) => lengths[name][0].length !== lengths[name][1])
  return { type, issuer, serial, version, warnings }
}

export const isCertificateId = (id: string): boolean => parseCertificateId(id) !== undefined

/** Makes an identifier. Throws RangeError when a part breaks the standard's lengths or alphabet. */
export const formatCertificateId = (parts: Pick<CertificateId, 'type' | 'issuer' | 'serial' | 'version'>): string => {
  const { type, issuer, serial, version } = parts
  const check = mod3736(type + issuer + serial + version)
  if (type.length !== 21 || issuer.length !== 18 || !/^\d{3}$/.test(version) || !/^.{1,64}$/.test(serial) || !check)
    throw new RangeError('a part of the certificate identifier is not of the standard')
  return [ROOT, type, issuer, serial, version, check].join('.')
}
