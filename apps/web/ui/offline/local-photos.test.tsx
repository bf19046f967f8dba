import { act, renderHook, waitFor } from '@testing-library/react'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { Photo } from '../form/values.ts'
import { createPhotoShelf, useLocalPhotos } from './local-photos.ts'
import type { LocalPhoto } from './outbox.ts'

beforeAll(() => {
  // jsdom decodes no pictures and makes no object URLs
  vi.stubGlobal('createImageBitmap', () => Promise.reject(new Error('no pictures here')))
  URL.createObjectURL = () => 'blob:test'
})

const kept = (key: string): LocalPhoto => ({ key, blob: new Blob([key]), sent: null })
const shown = (id: string, state: Photo['state'] = 'ready'): Photo => ({ key: id, id, preview: 'blob:test', state, file: null })

describe('the shelf of photos', () => {
  it('keeps the shrunk file under the id that the form knows', async () => {
    const shelf = createPhotoShelf(async () => new Blob(['small']))
    const { id } = await shelf.upload(new Blob(['large original']))
    const [file] = shelf.filesOf([shown(id)])
    expect(file).toMatchObject({ key: id, sent: null })
    expect(file?.blob.size).toBe(5)
  })
  it('gives no file of a photo that is not ready or not its own', () => {
    const shelf = createPhotoShelf(async (file) => file)
    shelf.put([kept('a')])
    expect(shelf.filesOf([shown('a', 'uploading'), shown('other')])).toEqual([])
  })
})

describe('photos of a draft', () => {
  it('come back from an earlier visit, before those taken meanwhile', async () => {
    const onKeep = vi.fn()
    const { result, rerender } = renderHook(({ ready, photos }) => useLocalPhotos(photos, ready, onKeep), {
      initialProps: { ready: false, photos: [] as LocalPhoto[] },
    })
    let id = ''
    await act(async () => {
      id = (await result.current.upload(new Blob(['new']))).id
    })
    act(() => result.current.change((before) => [...before, shown(id)]))
    expect(onKeep).not.toHaveBeenCalled()
    rerender({ ready: true, photos: [kept('old')] })
    await waitFor(() => expect(result.current.photos.map((photo) => photo.id)).toEqual(['old', id]))
    expect(onKeep.mock.lastCall?.[0].map((photo: LocalPhoto) => photo.key)).toEqual(['old', id])
  })
  it('taken before the old ones were read are kept even when there were none', async () => {
    const onKeep = vi.fn()
    const none: LocalPhoto[] = []
    const { result, rerender } = renderHook(({ ready }) => useLocalPhotos(none, ready, onKeep), {
      initialProps: { ready: false },
    })
    let id = ''
    await act(async () => {
      id = (await result.current.upload(new Blob(['new']))).id
    })
    act(() => result.current.change(() => [shown(id)]))
    rerender({ ready: true })
    expect(onKeep.mock.lastCall?.[0]).toHaveLength(1)
  })
  it('that are removed are forgotten', async () => {
    const onKeep = vi.fn()
    const old = [kept('a'), kept('b')]
    const { result } = renderHook(() => useLocalPhotos(old, true, onKeep))
    await waitFor(() => expect(result.current.photos).toHaveLength(2))
    act(() => result.current.change((before) => before.slice(1)))
    expect(onKeep.mock.lastCall?.[0].map((photo: LocalPhoto) => photo.key)).toEqual(['b'])
  })
})
