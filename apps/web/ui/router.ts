/** The address is the state: search parameters are plain text (region=120101), not JSON. */
import { parseSearchWith, type RouterOptions, stringifySearchWith } from '@tanstack/react-router'

type SearchOptions = Pick<RouterOptions<never, never>, 'parseSearch' | 'stringifySearch'>

/** Spread into createRouter: `createRouter({ routeTree, basepath: '/cockpit', ...plainSearch })` */
export const plainSearch = {
  parseSearch: parseSearchWith((text) => text),
  stringifySearch: stringifySearchWith((value) => String(value)),
} satisfies SearchOptions
