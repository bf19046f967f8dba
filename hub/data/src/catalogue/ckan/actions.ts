/** The actions of CKAN's API that read; each is a schema and one call. */
import type { Resource } from '@haihe/contract'
import { z } from 'zod'
import type { Search } from '../search/search.ts'
import { group, groupName, LICENCE, type Naming, organisation, packageName, packageOf, tag } from './package.ts'
import { packageSearch } from './package-search.ts'
import * as parameters from './parameters.ts'

export interface World {
  naming: Naming
  title: string
  search: Search
  /** what the caller may know of */
  listed: (resource: Resource) => boolean
  resources: () => Promise<Resource[]>
  /** by id or by the name CKAN knows it by */
  find: (id: string) => Promise<Resource | undefined>
}

export interface Action<S extends z.ZodType = z.ZodType> {
  schema: S
  help: string
  run: (given: z.output<S>, world: World) => unknown
}
const action = <S extends z.ZodType>(help: string, schema: S, run: Action<S>['run']): Action =>
  ({ help, schema, run }) as unknown as Action

export class Missing extends Error {}

const inOrder = async ({ resources }: World): Promise<Resource[]> => (await resources()).sort((a, b) => a.no - b.no)

const counts = async (world: World, key: (resource: Resource) => string): Promise<Map<string, Resource[]>> =>
  Map.groupBy(await inOrder(world), key)

const ownersOf = (world: World) => counts(world, ({ owner }) => owner)
const groupsOf = (world: World) => counts(world, ({ path }) => groupName(path))

const within = <T>(list: readonly T[], { offset, limit }: { offset: number; limit: number }): T[] =>
  list.slice(offset, offset + limit)

const None = z.object({})

export const ACTIONS: Record<string, Action> = {
  site_read: action('Whether the site may be read', None, () => true),
  status_show: action('What this site is', None, (_, { naming, title }) => ({
    site_title: title,
    site_description: title,
    site_url: naming.base,
    // the version whose answers these follow
    ckan_version: '2.10.0',
    error_emails_to: null,
    locale_default: 'zh_Hans_CN',
    extensions: [],
  })),
  package_list: action('Names of all packages', parameters.PackageList, async (given, world) =>
    within((await inOrder(world)).map(packageName), given),
  ),
  current_package_list_with_resources: action('Packages, latest first', parameters.CurrentList, async (given, world) => {
    const found = (await world.resources()).sort((a, b) =>
      a.updatedAt === b.updatedAt ? b.no - a.no : a.updatedAt < b.updatedAt ? 1 : -1,
    )
    const offset = given.page === undefined ? given.offset : (given.page - 1) * given.limit
    return within(found, { offset, limit: given.limit }).map((resource) => packageOf(resource, world.naming))
  }),
  package_show: action('A package by id or name', parameters.ById, async ({ id }, world) => {
    const found = await world.find(id as string)
    if (!found) throw new Missing('Not found')
    return packageOf(found, world.naming)
  }),
  package_search: action('Search with filters and facets', parameters.PackageSearch, (given, { search, listed, naming }) =>
    packageSearch(search, listed, given, naming),
  ),
  organization_list: action('Units that own packages', parameters.GroupList, async (given, world) => {
    const found = within([...(await ownersOf(world))], given)
    return found.map(([unit, own]) =>
      given.all_fields
        ? { ...organisation(unit, world.naming), display_name: world.naming.unitName(unit), package_count: own.length }
        : unit,
    )
  }),
  organization_show: action('A unit that owns packages', parameters.GroupShow, async ({ id, include_datasets }, world) => {
    const own = (await ownersOf(world)).get(id)
    if (!own) throw new Missing('Not found')
    const shown = include_datasets ? own.slice(0, 1000).map((resource) => packageOf(resource, world.naming)) : []
    return {
      ...organisation(id, world.naming),
      display_name: world.naming.unitName(id),
      package_count: own.length,
      packages: shown,
      users: [],
      tags: [],
      groups: [],
      extras: [],
    }
  }),
  group_list: action('Classes of the guide as groups', parameters.GroupList, async (given, world) =>
    within([...(await groupsOf(world))], given).map(([name, own]) =>
      given.all_fields
        ? { ...group((own[0] as Resource).path), package_count: own.length, type: 'group', state: 'active' }
        : name,
    ),
  ),
  group_show: action('A class of the guide', parameters.GroupShow, async ({ id, include_datasets }, world) => {
    const own = (await groupsOf(world)).get(id)
    if (!own) throw new Missing('Not found')
    const shown = include_datasets ? own.slice(0, 1000).map((resource) => packageOf(resource, world.naming)) : []
    return {
      ...group((own[0] as Resource).path),
      package_count: own.length,
      type: 'group',
      state: 'active',
      packages: shown,
      users: [],
      tags: [],
      extras: [],
    }
  }),
  tag_list: action('Keywords', parameters.TagList, async ({ query, all_fields }, world) => {
    const names = new Set((await inOrder(world)).flatMap(({ keywords }) => keywords))
    const found = [...names].filter((name) => name.includes(query)).sort()
    return all_fields ? found.map(tag) : found
  }),
  license_list: action('Licences', None, (_, { naming }) => [
    {
      id: LICENCE.id,
      title: LICENCE.title,
      url: `${naming.base}/id/licence/catalogue-terms`,
      status: 'active',
      is_generic: false,
      is_okd_compliant: false,
      is_osi_compliant: false,
      od_conformance: 'not reviewed',
      osd_conformance: 'not reviewed',
      domain_content: false,
      domain_data: true,
      domain_software: false,
      family: '',
      maintainer: '',
    },
  ]),
}
