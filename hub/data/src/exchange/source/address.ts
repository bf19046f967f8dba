/** Hosts of databases and brokers: resolved once, checked, and connected to at the address that was checked. */
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { MayCall } from '../../context/net/address.ts'
import { SourceError } from './types.ts'

/** Throws SourceError when no address of the host may be called. */
export const checkedAddress = async (host: string, may: MayCall): Promise<string> => {
  const plain = host.replace(/^\[(.*)\]$/, '$1')
  const addresses = isIP(plain) ? [plain] : (await lookup(plain, { all: true })).map(({ address }) => address)
  const allowed = addresses.find((address) => may(address))
  if (!allowed) throw new SourceError(`${host} 是内部地址，须由管理员为此接入放行`)
  return allowed
}
