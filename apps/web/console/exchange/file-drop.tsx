/** A file of a person: dropped or chosen, sent with its progress, then looked into. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { apiKey } from '../../ui/queries.ts'
import { DropZone } from '../parts/drop-zone.tsx'
import { Outcome } from '../parts/small.tsx'
import { formatBytes } from './exchange.ts'
import { ProgressBar } from './run-progress.tsx'
import { ENDINGS, type Sent, sendFile } from './upload.ts'
import { useUpload } from './use-upload.ts'

export const FileDrop = ({ upload, onUpload }: { upload: string | undefined; onUpload: (id: string | undefined) => void }) => {
  const t = useWords()
  const client = useQueryClient()
  const known = useUpload(upload)
  const [going, setGoing] = useState<{ file: File; share: number } | null>(null)
  const [error, setError] = useState<string | null>(null)
  const sent = useRef<Sent>(undefined)
  useEffect(() => () => sent.current?.stop(), [])
  const send = async (file: File) => {
    setError(null)
    if (!ENDINGS.test(file.name)) return setError(t('exchange.wrongFile'))
    setGoing({ file, share: 0 })
    sent.current = sendFile(file, {}, (share) => setGoing({ file, share }), t('error.offline'))
    try {
      const made = await sent.current.done
      client.setQueryData(apiKey(`/api/uploads/${made.id}`), made)
      onUpload(made.id)
    } catch (failed) {
      if (!(failed instanceof DOMException)) setError(failed instanceof Error ? failed.message : String(failed))
    } finally {
      setGoing(null)
    }
  }
  if (going)
    return (
      <div className="hc-run">
        <div className="hc-run-line">
          <b>{going.file.name}</b>
          <span className="hc-note">
            {formatBytes(going.share * going.file.size)} / {formatBytes(going.file.size)}
          </span>
          <Button size="small" onPress={() => sent.current?.stop()}>
            {t('action.cancel')}
          </Button>
        </div>
        <ProgressBar share={going.share} label={t('exchange.sending')} />
        <p className="hc-note" role="status">
          {t(going.share >= 1 ? 'exchange.looking' : 'exchange.sending')}
        </p>
      </div>
    )
  if (upload && known.data)
    return (
      <div className="hc-file">
        <Icon name="table" size="1.5rem" />
        <span>
          <b>{known.data.name}</b>
          <small className="hc-note">
            {formatBytes(known.data.bytes)} · {t('exchange.columnsFound', { count: known.data.columns.length })}
            {known.data.format === 'csv' && ` · ${known.data.charset.toUpperCase()}`}
          </small>
        </span>
        <Button size="small" onPress={() => onUpload(undefined)}>
          {t('exchange.otherFile')}
        </Button>
      </div>
    )
  return (
    <>
      <DropZone
        label={t('exchange.dropFile')}
        help={t('exchange.dropHelp')}
        accept=".csv,.tsv,.txt,.xlsx"
        onFile={(file) => void send(file)}
      />
      {(error ?? known.error) && <Outcome tone="bad">{error ?? known.error?.message}</Outcome>}
    </>
  )
}
