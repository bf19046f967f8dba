/** The browser's one outbox: sends when the page opens, when the network is back, when the page is looked at again. */
import { useEffect, useSyncExternalStore } from 'react'
import { post, request } from '../api.ts'
import { localStore } from './draft.ts'
import { createOutbox, type Submission } from './outbox.ts'

export const outbox = createOutbox({
  store: localStore,
  now: () => Date.now(),
  upload: async ({ blob }) =>
    (
      await request<{ id: string }>('POST', '/api/attachments', {
        body: blob,
        headers: { 'content-type': blob.type || 'image/jpeg' },
      })
    ).id,
  post,
})

const AGAIN_MS = 60_000

/** What this person has waiting; keeps trying while mounted. */
export const useOutbox = (owner: string | undefined): readonly Submission[] => {
  const all = useSyncExternalStore(outbox.subscribe, outbox.current)
  useEffect(() => {
    if (!owner) return
    const flush = () => {
      if (document.visibilityState === 'visible') void outbox.flush(owner)
    }
    void outbox.load().then(flush)
    const timer = setInterval(flush, AGAIN_MS)
    addEventListener('online', flush)
    document.addEventListener('visibilitychange', flush)
    return () => {
      clearInterval(timer)
      removeEventListener('online', flush)
      document.removeEventListener('visibilitychange', flush)
    }
  }, [owner])
  return all.filter((item) => item.owner === owner)
}
