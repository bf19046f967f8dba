/** The Via header (clause 6.3.18): which brokers a request has passed. */

/** More brokers in a row than any federation needs. */
const MOST_HOPS = 32

/** Names of the brokers that a request came by; `received-protocol received-by (comment)`, separated by commas. */
export const viaOf = (header: string | undefined): string[] =>
  (header ?? '').split(',').flatMap((part) => {
    const [, by] = part.trim().split(/\s+/)
    return by ? [by] : []
  })

/** This broker has seen the request before, or it has been around for too long. */
export const isLoop = (header: string | undefined, alias: string): boolean => {
  const passed = viaOf(header)
  return passed.includes(alias) || passed.length >= MOST_HOPS
}

export const passedOn = (header: string | undefined, alias: string): string => `${header ? `${header}, ` : ''}1.1 ${alias}`
