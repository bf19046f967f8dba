/** package_search: text through our own index, filters, facets and order as CKAN has them. */
import type { Resource } from '@haihe/contract'
import { classTitle } from '../classes.ts'
import type { Search } from '../search/search.ts'
import { parseQuery, passes } from './filter.ts'
import { fieldValues, type Naming, packageOf } from './package.ts'
import type { PackageSearch } from './parameters.ts'

const ALL = 1_000_000
/** values that filters compare every package with */
const MOST_VALUES = 100

export class TooMuch extends Error {}
const collator = new Intl.Collator('zh')

const KEY: Record<string, (resource: Resource) => string> = {
  id: ({ id }) => id,
  name: ({ code }) => code,
  title: ({ title }) => title,
  title_string: ({ title }) => title,
  metadata_modified: ({ updatedAt }) => updatedAt,
  metadata_created: ({ publishedAt, updatedAt }) => publishedAt ?? updatedAt,
}

/** In the order asked for; words that nobody knows, and score, keep the order of the search. */
const sorted = (found: readonly Resource[], sort: string): readonly Resource[] => {
  const [field = '', direction = 'asc'] = sort.trim().split(/[\s,]+/)
  const key = Object.hasOwn(KEY, field) ? KEY[field] : undefined
  if (!key) return found
  const sign = direction.toLowerCase() === 'desc' ? -1 : 1
  const keyed = found.map((resource) => ({ resource, by: key(resource) }))
  const compare = field.startsWith('title') ? collator.compare : (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  return keyed.sort((a, b) => sign * compare(a.by, b.by)).map(({ resource }) => resource)
}

const displayName = (field: string, value: string, { unitName }: Naming): string => {
  if (field === 'organization' || field === 'owner_org') return unitName(value)
  return field === 'groups' ? (classTitle(value.replace('class-', '').replace('-', '.')) ?? value) : value
}

export const packageSearch = async (
  search: Search,
  listed: (resource: Resource) => boolean,
  asked: PackageSearch,
  naming: Naming,
) => {
  const query = parseQuery(asked.q)
  const filters = [...asked.fq, ...asked.fq_list].map(parseQuery)
  // words without a field in a filter search as well
  const text = [query.text, ...filters.map((one) => one.text)].filter(Boolean).join(' ').slice(0, 200)
  const groups = [...query.groups, ...filters.flatMap((one) => one.groups)]
  const values = groups.flat().reduce((sum, clause) => sum + Math.max(1, clause.values.length), 0)
  if (values > MOST_VALUES) throw new TooMuch(`at most ${MOST_VALUES} values in filters`)
  const { entries } = await search.find({
    q: text,
    facets: {},
    among: ({ resource }) => listed(resource) && passes(groups, (field) => fieldValues(resource, field)),
    sort: 'relevance',
    from: 0,
    limit: ALL,
  })
  const found = sorted(
    entries.map(({ resource }) => resource),
    asked.sort,
  )
  const most = asked['facet.limit'] === -1 ? ALL : asked['facet.limit']
  const counted = asked.facet
    ? asked['facet.field'].map((field) => {
        const counts = new Map<string, number>()
        for (const resource of found)
          for (const value of fieldValues(resource, field) ?? []) counts.set(value, (counts.get(value) ?? 0) + 1)
        const items = [...counts]
          .filter(([, count]) => count >= asked['facet.mincount'])
          .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
          .slice(0, most)
        return { field, items }
      })
    : []
  return {
    count: found.length,
    sort: asked.sort || 'score desc, metadata_modified desc',
    facets: Object.fromEntries(counted.map(({ field, items }) => [field, Object.fromEntries(items)])),
    search_facets: Object.fromEntries(
      counted.map(({ field, items }) => [
        field,
        {
          title: field,
          items: items.map(([name, count]) => ({ name, display_name: displayName(field, name, naming), count })),
        },
      ]),
    ),
    results: found.slice(asked.start, asked.start + asked.rows).map((resource) => packageOf(resource, naming)),
  }
}
