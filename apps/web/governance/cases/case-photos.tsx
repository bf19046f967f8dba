/** Photos before and after, side by side; a press shows one large. */
import type { AttachmentView } from '@haihe/contract'
import { useState } from 'react'
import { Button } from 'react-aria-components/Button'
import { IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { formatMoment } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import './case-photos.css'

const STAGES = ['before', 'after', 'other'] as const

const Thumbs = ({ photos, onOpen }: { photos: readonly AttachmentView[]; onOpen: (photo: AttachmentView) => void }) => {
  const t = useWords()
  return (
    <ul className="gov-thumbs">
      {photos.map((photo, index) => (
        <li key={photo.id}>
          <Button
            className="gov-thumb"
            aria-label={t('case.photo.open', { n: index + 1, stage: t(`case.photo.${photo.stage}`) })}
            onPress={() => onOpen(photo)}
          >
            <img src={photo.thumb} alt="" loading="lazy" decoding="async" />
          </Button>
        </li>
      ))}
    </ul>
  )
}

export const CasePhotos = ({ photos }: { photos: readonly AttachmentView[] }) => {
  const t = useWords()
  const [open, setOpen] = useState<string | null>(null)
  const index = photos.findIndex(({ id }) => id === open)
  const shown = photos[index]
  const step = (by: number) => setOpen(photos[(index + by + photos.length) % photos.length]?.id ?? null)
  const stages = STAGES.filter((stage) => photos.some((photo) => photo.stage === stage))
  if (photos.length === 0) return null
  return (
    <section className="gov-card" aria-label={t('case.photos')}>
      <div className="gov-stages" data-count={stages.length}>
        {stages.map((stage) => (
          <div key={stage}>
            <h2>{t(`case.photo.${stage}`)}</h2>
            <Thumbs photos={photos.filter((photo) => photo.stage === stage)} onOpen={(photo) => setOpen(photo.id)} />
          </div>
        ))}
      </div>
      {shown && (
        <Dialog
          open
          wide
          onClose={() => setOpen(null)}
          title={`${t(`case.photo.${shown.stage}`)} ${index + 1} / ${photos.length}`}
          footer={
            photos.length > 1 && (
              <>
                <IconButton icon="chevronLeft" tone="quiet" label={t('case.photo.before1')} onPress={() => step(-1)} />
                <IconButton icon="chevronRight" tone="quiet" label={t('case.photo.next1')} onPress={() => step(1)} />
              </>
            )
          }
        >
          <figure className="gov-photo">
            <img
              src={shown.url}
              width={shown.width}
              height={shown.height}
              alt={t('case.photo.alt', { stage: t(`case.photo.${shown.stage}`), n: index + 1 })}
            />
            <figcaption>{formatMoment(shown.at)}</figcaption>
          </figure>
        </Dialog>
      )}
    </section>
  )
}
