/** Regions the check of rows needs, read once and only where a field asks for one. */
import type { CheckWorld, Region, Resource } from '@haihe/contract'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { get } from '../../ui/api.ts'
import { ZONE } from '../../ui/minute.ts'
import { worldOf } from './mapping.ts'

/** name or full name → code; a name that two regions bear names none */
const readRegions = async (top: string, signal: AbortSignal): Promise<Map<string, string>> => {
  const below = (parent: string) => get<{ items: Region[] }>('/api/regions', { parent }, signal).then(({ items }) => items)
  const first = await below(top)
  const second = top.length === 2 ? (await Promise.all(first.map(({ code }) => below(code)))).flat() : []
  const names = new Map<string, string>()
  const twice = new Set<string>()
  for (const { name, code } of [...first, ...second]) {
    if (names.has(name)) twice.add(name)
    names.set(name, code)
  }
  for (const name of twice) {
    const codes = [...first, ...second].filter((one) => one.name === name)
    names.delete(name)
    // the codes stay known
    for (const { code } of codes) names.set(`${name} ${code}`, code)
  }
  return names
}

/** Undefined while it is being read. */
export const useWorld = (
  resource: Pick<Resource, 'fields' | 'region'> | undefined,
  zone: string | null,
): CheckWorld | undefined => {
  const top = resource?.region.slice(0, 2) ?? ''
  const needed = resource?.fields.some(({ type }) => type === 'region') ?? false
  const { data, isError } = useQuery({
    queryKey: ['/api/regions', 'names', top],
    queryFn: ({ signal }) => readRegions(top, signal),
    enabled: needed,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const regions = needed && !isError ? data : NONE
  return useMemo(() => (resource && regions ? worldOf(regions, zone ?? ZONE, top) : undefined), [resource, regions, zone, top])
}
const NONE: ReadonlyMap<string, string> = new Map()
