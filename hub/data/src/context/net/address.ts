/** Which addresses the hub may call. Private, local and reserved ranges only where the operator allows them. */
import { BlockList, isIP } from 'node:net'

const PRIVATE: [string, number, 'ipv4' | 'ipv6'][] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 127, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['100::', 64, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
]

const reserved = new BlockList()
for (const [net, bits, family] of PRIVATE) reserved.addSubnet(net, bits, family)

export type MayCall = (address: string) => boolean

/** Public addresses, and private ones within the given ranges (CIDR). Throws on a range that is none. */
export const mayCall = (ranges: readonly string[] = []): MayCall => {
  const allowed = new BlockList()
  for (const range of ranges) {
    const [net = '', bits] = range.split('/')
    const version = isIP(net)
    if (!version) throw new Error(`not an address range: ${range}`)
    allowed.addSubnet(net, bits === undefined ? (version === 4 ? 32 : 128) : Number(bits), version === 4 ? 'ipv4' : 'ipv6')
  }
  return (address) => {
    // an IPv4 address in IPv6 clothes is judged as IPv4
    const plain = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address
    const family = isIP(plain) === 4 ? 'ipv4' : 'ipv6'
    return !reserved.check(plain, family) || allowed.check(plain, family)
  }
}
