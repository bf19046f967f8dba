/** Lists that the hub hands out page by page, as one stream. */
export interface Page<T, N> {
  items: readonly T[]
  next: N | null
}

/** `ask` is given where to go on, and how many are still wanted; a page is asked for only when somebody reads on. */
export const everyItem = async function* <T, N>(
  ask: (from: N | undefined, limit: number) => Promise<Page<T, N>>,
  { most = Number.POSITIVE_INFINITY, page }: { most?: number; page: number },
): AsyncGenerator<T> {
  let from: N | undefined
  for (let given = 0; given < most; ) {
    const { items, next } = await ask(from, Math.min(page, most - given))
    for (const item of items) {
      if (given >= most) return
      given += 1
      yield item
    }
    if (next === null) return
    from = next
  }
}

/** For lists by offset, which end where a page is not full. */
export const everyByOffset = <T>(
  ask: (offset: number, limit: number) => Promise<readonly T[]>,
  { most, page }: { most?: number; page: number },
): AsyncGenerator<T> =>
  everyItem<T, number>(
    async (offset = 0, limit) => {
      const items = await ask(offset, limit)
      return { items, next: items.length < limit ? null : offset + items.length }
    },
    { page, ...(most === undefined ? {} : { most }) },
  )
