/** Two transactions that meet in the counters in opposite order: the database ends one of them, and it is tried again. */
const AGAIN = new Set(['40001', '40P01'])

export const retrying = async <T>(work: () => Promise<T>, tries = 4): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    if (tries > 1 && AGAIN.has((error as { code?: string }).code ?? '')) return retrying(work, tries - 1)
    throw error
  }
}
