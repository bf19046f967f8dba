/** Regions the check of rows needs: texts are asked of the server as they occur, and each one once. */
import type { CheckWorld, Resource } from '@haihe/contract'
import { useEffect, useMemo, useState } from 'react'
import { post } from '../../ui/api.ts'
import { ZONE } from '../../ui/minute.ts'
import { worldOf } from './mapping.ts'

/** text → region code, null for none; the same for everybody as long as the page is open */
const known = new Map<string, string | null>()
const MOST = 500

const ask = async (texts: readonly string[]): Promise<void> => {
  for (let at = 0; at < texts.length; at += MOST) {
    const { regions } = await post<{ regions: Record<string, string | null> }>('/api/connectors/regions', {
      texts: texts.slice(at, at + MOST),
    })
    for (const [text, code] of Object.entries(regions)) known.set(text, code)
  }
}

/**
 * `waiting`: the answer of the last check is not whole, because a region in it is being asked for. What cannot be asked
 * is taken for a region: the server judges it when it runs.
 */
export const useWorld = (
  resource: Pick<Resource, 'fields' | 'region'> | undefined,
  zone: string | null,
): { world: CheckWorld | undefined; waiting: () => boolean } => {
  const [answered, setAnswered] = useState(0)
  const wanted = useMemo(() => new Set<string>(), [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another answer makes another world
  const world = useMemo(() => resource && worldOf(known, (text) => wanted.add(text), zone ?? ZONE), [resource, zone, answered])
  // after every render: that is when a check may have met a new text
  useEffect(() => {
    const texts = [...wanted].filter((text) => !known.has(text))
    if (texts.length === 0) return
    const timer = setTimeout(() => {
      wanted.clear()
      void ask(texts)
        .catch(() => {
          for (const text of texts) known.set(text, resource?.region ?? null)
        })
        .then(() => setAnswered((before) => before + 1))
    }, 150)
    return () => clearTimeout(timer)
  })
  return { world, waiting: () => [...wanted].some((text) => !known.has(text)) }
}
