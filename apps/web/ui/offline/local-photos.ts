/** Photos that stay on the phone until their form is sent: PhotosInput shows them, the outbox carries them. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { shrinkPhoto } from '../form/photo-upload.ts'
import type { Photo } from '../form/values.ts'
import type { LocalPhoto } from './outbox.ts'

export interface LocalPhotos {
  photos: Photo[]
  change: (change: (before: Photo[]) => Photo[]) => void
  /** for PhotosInput and FormFields: shrinks and keeps, sends nothing */
  upload: (file: Blob) => Promise<{ id: string }>
  /** the kept files of these photos, in their order */
  filesOf: (photos: readonly Photo[]) => LocalPhoto[]
}

const toPhoto = ({ key, blob }: LocalPhoto): Photo => ({
  key,
  id: key,
  preview: URL.createObjectURL(blob),
  state: 'ready',
  file: blob,
})

export interface PhotoShelf {
  upload: (file: Blob) => Promise<{ id: string }>
  filesOf: (photos: readonly Photo[]) => LocalPhoto[]
  put: (photos: readonly LocalPhoto[]) => void
}

/** Files by the id that the form knows them under. */
export const createPhotoShelf = (shrink: (file: Blob) => Promise<Blob> = shrinkPhoto): PhotoShelf => {
  const files = new Map<string, LocalPhoto>()
  return {
    upload: async (file) => {
      const id = crypto.randomUUID()
      files.set(id, { key: id, blob: await shrink(file), sent: null })
      return { id }
    },
    filesOf: (photos) =>
      photos.flatMap(({ id, state }) => {
        const kept = id === null || state !== 'ready' ? undefined : files.get(id)
        return kept ? [kept] : []
      }),
    put: (photos) => {
      for (const photo of photos) files.set(photo.key, photo)
    },
  }
}

/** Photos of a draft: `kept` are those of an earlier visit, `onKeep` hears of every change. */
export const useLocalPhotos = (
  kept: readonly LocalPhoto[],
  ready: boolean,
  onKeep: (photos: readonly LocalPhoto[]) => void,
): LocalPhotos => {
  const [shelf] = useState(() => createPhotoShelf())
  const [photos, setPhotos] = useState<Photo[]>([])
  const restored = useRef(false)
  const keep = useRef(onKeep)
  keep.current = onKeep
  useEffect(() => {
    if (!ready || restored.current) return
    restored.current = true
    shelf.put(kept)
    if (kept.length > 0) setPhotos((before) => [...kept.map(toPhoto), ...before])
  }, [ready, kept, shelf])
  const files = shelf.filesOf(photos)
  const names = files.map((file) => file.key).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when the set of files changes (also one taken before the old ones were read), not at every render
  useEffect(() => {
    if (restored.current) keep.current(files)
  }, [names, ready])
  const change = useCallback((next: (before: Photo[]) => Photo[]) => setPhotos(next), [])
  return { photos, change, upload: shelf.upload, filesOf: shelf.filesOf }
}
