/** The address is the state: search parameters are plain text (region=120101 stays text, nothing is JSON). */

export const parsePlain = (search: string): Record<string, string> => Object.fromEntries(new URLSearchParams(search))

/** Blanks are left out; `:` and `,` stay readable, they are allowed in a query. */
export const stringifyPlain = (search: Record<string, unknown>): string => {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(search))
    if (value !== undefined && value !== null && value !== '') params.set(key, String(value))
  const text = params.toString().replaceAll('%3A', ':').replaceAll('%2C', ',')
  return text ? `?${text}` : ''
}

/** Spread into createRouter: `createRouter({ routeTree, basepath: '/cockpit', ...plainSearch })` */
export const plainSearch = { parseSearch: parsePlain, stringifySearch: stringifyPlain }
