/**
 * Which commits a snapshot of the store already holds. Memory starts from a snapshot and adds every later commit; the
 * commits that were under way while it was taken are told apart exactly, so nothing is lost or counted twice.
 */
export type SeenBy = (xid: bigint) => boolean

/** Reads PostgreSQL's text of a snapshot: `xmin:xmax:running,running…`. */
export const readSnapshot = (text: string): SeenBy => {
  const [low, high, running] = text.split(':') as [string, string, string]
  const [xmin, xmax] = [BigInt(low), BigInt(high)]
  const open = new Set(running.split(',').filter(Boolean).map(BigInt))
  return (xid) => xid < xmin || (xid < xmax && !open.has(xid))
}
