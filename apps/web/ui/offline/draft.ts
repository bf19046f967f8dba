/** Drafts saved as people go: words in localStorage (written at every keystroke), photos in the key-value store. */
import { useCallback, useEffect, useState } from 'react'
import type { LocalPhoto } from './outbox.ts'
import { browserStore, type KeyValue } from './store.ts'

export const localStore: KeyValue = browserStore('haihe')

const wordsKey = (name: string) => `haihe.draft.${name}`
const photosKey = (name: string) => `draft/${name}/photos`

export const readWords = <T extends object>(name: string, initial: T): T => {
  try {
    const kept = JSON.parse(localStorage.getItem(wordsKey(name)) ?? 'null')
    return kept && typeof kept === 'object' ? { ...initial, ...kept } : initial
  } catch {
    return initial // storage blocked or damaged: begin anew
  }
}

const writeWords = (name: string, words: object | null): void => {
  try {
    if (words) localStorage.setItem(wordsKey(name), JSON.stringify(words))
    else localStorage.removeItem(wordsKey(name))
  } catch {
    // not stored: the draft lives as long as the page
  }
}

export const clearDraft = async (name: string, store: KeyValue = localStore): Promise<void> => {
  writeWords(name, null)
  await store.remove(photosKey(name))
}

export interface Draft<T> {
  words: T
  change: (part: Partial<T>) => void
  photos: readonly LocalPhoto[]
  setPhotos: (photos: readonly LocalPhoto[]) => void
  /** photos of an earlier visit are read */
  ready: boolean
  clear: () => Promise<void>
}

/** One draft per name; name it after the account where several people share a phone. */
export const useDraft = <T extends object>(name: string, initial: T, store: KeyValue = localStore): Draft<T> => {
  const [words, setWords] = useState(() => readWords(name, initial))
  const [photos, showPhotos] = useState<readonly LocalPhoto[]>([])
  const [ready, setReady] = useState(false)
  useEffect(() => {
    let here = true
    void store
      .get<LocalPhoto[]>(photosKey(name))
      .catch(() => undefined)
      .then((kept) => {
        if (!here) return
        if (kept) showPhotos(kept)
        setReady(true)
      })
    return () => {
      here = false
    }
  }, [name, store])
  const change = useCallback(
    (part: Partial<T>) =>
      setWords((before) => {
        const next = { ...before, ...part }
        writeWords(name, next)
        return next
      }),
    [name],
  )
  const setPhotos = useCallback(
    (next: readonly LocalPhoto[]) => {
      showPhotos(next)
      void store.set(photosKey(name), next)
    },
    [name, store],
  )
  const clear = useCallback(async () => {
    setWords(initial)
    showPhotos([])
    await clearDraft(name, store)
  }, [name, initial, store])
  return { words, change, photos, setPhotos, ready, clear }
}
