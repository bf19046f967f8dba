/** Keys and values that survive a closed page: drafts with photos, submissions that wait for the network. */

export interface KeyValue {
  get: <T>(key: string) => Promise<T | undefined>
  set: (key: string, value: unknown) => Promise<void>
  remove: (key: string) => Promise<void>
  /** values whose keys begin with `prefix`, by key */
  list: <T>(prefix: string) => Promise<T[]>
}

/** Lost with the page: for tests, and where the browser allows nothing better. */
export const memoryStore = (): KeyValue => {
  const values = new Map<string, unknown>()
  return {
    get: async <T>(key: string) => values.get(key) as T | undefined,
    set: async (key, value) => void values.set(key, value),
    remove: async (key) => void values.delete(key),
    list: async <T>(prefix: string) =>
      [...values.keys()]
        .filter((key) => key.startsWith(prefix))
        .sort()
        .map((key) => values.get(key) as T),
  }
}

const STORE = 'values'

const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

const openDatabase = (name: string): Promise<IDBDatabase> => {
  const request = indexedDB.open(name, 1)
  request.onupgradeneeded = () => request.result.createObjectStore(STORE)
  return answerOf(request)
}

/** IndexedDB, because photos do not fit into localStorage. A browser that refuses it (private windows) gets memory. */
export const browserStore = (name: string): KeyValue => {
  let opened: Promise<IDBDatabase | null> | undefined
  const fallback = memoryStore()
  const database = () => {
    opened ??= typeof indexedDB === 'undefined' ? Promise.resolve(null) : openDatabase(name).catch(() => null)
    return opened
  }
  const within = async <T>(
    mode: IDBTransactionMode,
    work: (store: IDBObjectStore) => Promise<T>,
    otherwise: () => Promise<T>,
  ): Promise<T> => {
    const db = await database()
    return db ? work(db.transaction(STORE, mode).objectStore(STORE)) : otherwise()
  }
  return {
    get: <T>(key: string) =>
      within<T | undefined>(
        'readonly',
        (store) => answerOf(store.get(key)) as Promise<T | undefined>,
        () => fallback.get<T>(key),
      ),
    set: (key, value) =>
      within(
        'readwrite',
        async (store) => void (await answerOf(store.put(value, key))),
        () => fallback.set(key, value),
      ),
    remove: (key) =>
      within(
        'readwrite',
        async (store) => void (await answerOf(store.delete(key))),
        () => fallback.remove(key),
      ),
    list: <T>(prefix: string) =>
      within<T[]>(
        'readonly',
        (store) => answerOf(store.getAll(IDBKeyRange.bound(prefix, `${prefix}\uffff`))) as Promise<T[]>,
        () => fallback.list<T>(prefix),
      ),
  }
}
