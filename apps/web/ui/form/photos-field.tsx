import { useRef } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { IconButton } from '../button.tsx'
import { useWords } from '../i18n.ts'
import { Icon } from '../icon.tsx'
import { toast } from '../toast.tsx'
import { uploadPhoto } from './photo-upload.ts'
import type { Photo } from './values.ts'

const TYPES = ['image/jpeg', 'image/png', 'image/webp']

export interface PhotosInputProps {
  id: string
  label: string
  value: readonly Photo[]
  onChange: (change: (before: Photo[]) => Photo[]) => void
  max?: number
  /** replaces the upload to /api/attachments */
  upload?: (file: Blob) => Promise<{ id: string }>
}

/** Camera first on phones; each photo is shown at once and sent in the background, a failed one is sent again by a press. */
export const PhotosInput = ({ id, label, value, onChange, max = 9, upload = uploadPhoto }: PhotosInputProps) => {
  const t = useWords()
  const input = useRef<HTMLInputElement>(null)
  const put = (key: string, change: Partial<Photo>) =>
    onChange((before) => before.map((photo) => (photo.key === key ? { ...photo, ...change } : photo)))
  const send = (key: string, file: Blob) => {
    put(key, { state: 'uploading' })
    upload(file).then(
      (stored) => put(key, { state: 'ready', id: stored.id, file: null }),
      (error: Error) => {
        put(key, { state: 'failed' })
        toast(error.message, 'info')
      },
    )
  }
  const add = (files: FileList | null) => {
    const chosen = [...(files ?? [])]
    if (chosen.some((file) => !TYPES.includes(file.type))) toast(t('form.photo.notImage'), 'info')
    const fresh = chosen
      .filter((file) => TYPES.includes(file.type))
      .slice(0, max - value.length)
      .map((file): Photo & { file: File } => ({
        key: crypto.randomUUID(),
        preview: URL.createObjectURL(file),
        state: 'uploading',
        id: null,
        file,
      }))
    onChange((before) => [...before, ...fresh])
    for (const photo of fresh) send(photo.key, photo.file)
    if (input.current) input.current.value = ''
  }
  const drop = (photo: Photo) => {
    if (photo.file) URL.revokeObjectURL(photo.preview)
    onChange((before) => before.filter((each) => each.key !== photo.key))
  }
  return (
    <ul className="hh-photos">
      {value.map((photo, index) => (
        <li key={photo.key} data-state={photo.state}>
          <img src={photo.preview} alt={t('form.photo.alt', { n: index + 1 })} />
          {photo.state === 'uploading' && <span className="hh-photo-state">{t('form.photo.uploading')}</span>}
          {photo.state === 'failed' && photo.file && (
            <AriaButton className="hh-photo-state" onPress={() => photo.file && send(photo.key, photo.file)}>
              {t('form.photo.failed')}
            </AriaButton>
          )}
          <IconButton icon="close" tone="quiet" label={t('form.photo.remove', { n: index + 1 })} onPress={() => drop(photo)} />
        </li>
      ))}
      {value.length < max && (
        <li>
          <AriaButton
            id={id}
            className="hh-photo-add"
            aria-label={`${label}，${t('form.photo.add')} ${t('form.count', { used: value.length, max })}`}
            onPress={() => input.current?.click()}
          >
            <Icon name="camera" size="1.75rem" />
            {t('form.photo.add')}
            <small>{t('form.count', { used: value.length, max })}</small>
          </AriaButton>
          <input
            ref={input}
            type="file"
            accept={TYPES.join(',')}
            capture="environment"
            multiple
            hidden
            onChange={(event) => add(event.target.files)}
          />
        </li>
      )}
    </ul>
  )
}
