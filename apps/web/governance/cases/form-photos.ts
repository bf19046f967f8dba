/** Photos of an action's form: on the phone until they are sent, and still there when the camera closed the page. */
import type { Field } from '@haihe/contract'
import { useEffect, useState } from 'react'
import type { FormState } from '../../ui/form/use-form.ts'
import { isPhotos, type Photo } from '../../ui/form/values.ts'
import { localStore } from '../../ui/offline/draft.ts'
import { createPhotoShelf } from '../../ui/offline/local-photos.ts'
import type { LocalPhoto } from '../../ui/offline/outbox.ts'

type Kept = Record<string, LocalPhoto[]>

export interface FormPhotos {
  upload: (file: Blob) => Promise<{ id: string }>
  /** all photos of the form in the order of its fields */
  files: () => LocalPhoto[]
  clear: () => Promise<void>
}

const photosOf = (form: FormState, field: Field): Photo[] => {
  const value = form.values[field.name]
  return isPhotos(value) ? value : []
}

export const useFormPhotos = (form: FormState, fields: readonly Field[], draftKey: string): FormPhotos => {
  const [shelf] = useState(() => createPhotoShelf())
  const [ready, setReady] = useState(false)
  const own = fields.filter(({ kind }) => kind === 'photos')
  const key = `draft/${draftKey}/photos`
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once for this form
  useEffect(() => {
    if (own.length === 0) return
    let here = true
    void localStore
      .get<Kept>(key)
      .catch(() => undefined)
      .then((kept) => {
        if (!here) return
        for (const field of own) {
          const photos = kept?.[field.name] ?? []
          shelf.put(photos)
          if (photos.length > 0)
            form.set(
              field.name,
              photos.map(
                (photo): Photo => ({
                  key: photo.key,
                  id: photo.key,
                  preview: URL.createObjectURL(photo.blob),
                  state: 'ready',
                  file: photo.blob,
                }),
              ),
            )
        }
        setReady(true)
      })
    return () => {
      here = false
    }
  }, [key])
  const names = own.flatMap((field) => photosOf(form, field).map((photo) => `${field.name}/${photo.id}`)).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: kept when the set of photos changes, not at every keystroke
  useEffect(() => {
    if (!ready) return
    const kept: Kept = Object.fromEntries(own.map((field) => [field.name, shelf.filesOf(photosOf(form, field))]))
    void localStore.set(key, kept)
  }, [names, ready])
  return {
    upload: shelf.upload,
    files: () => own.flatMap((field) => shelf.filesOf(photosOf(form, field))),
    clear: () => localStore.remove(key),
  }
}
