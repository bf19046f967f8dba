/** Rejected rows for a spreadsheet: taken out as a file, brought back mended. */
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { post, type Query, withQuery } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { toast } from '../../ui/toast.tsx'
import { useSending } from '../parts/form.tsx'
import { Outcome } from '../parts/small.tsx'
import { formatRows, readAnew } from './exchange.ts'
import { ENDINGS, sendFile } from './upload.ts'

export const RejectTools = ({ path, filter, mend }: { path: string; filter: Query; mend: boolean }) => {
  const t = useWords()
  const client = useQueryClient()
  const input = useRef<HTMLInputElement>(null)
  const sending = useSending()
  const [wrong, setWrong] = useState<string | null>(null)
  const bring = async (file: File) => {
    setWrong(null)
    if (!ENDINGS.test(file.name)) return setWrong(t('exchange.wrongFile'))
    await sending.send(async () => {
      const { id } = await sendFile(file, {}, () => {}, t('error.offline')).done
      const { rows, corrected } = await post<{ rows: number; corrected: number }>(`${path}/mend`, { upload: id })
      if (corrected === 0) setWrong(t('exchange.mendedNone', { rows: formatRows(rows) }))
      else toast(t('exchange.mended', { corrected: formatRows(corrected) }))
    })
    await readAnew(client)
  }
  return (
    <>
      <div className="hc-filters">
        <a className="hh-button" data-tone="quiet" data-size="small" href={withQuery(`${path}.csv`, filter)} download>
          <Icon name="down" />
          {t('exchange.download')}
        </a>
        {mend && (
          <>
            <Button size="small" icon="up" pending={sending.busy} onPress={() => input.current?.click()}>
              {t('exchange.mend')}
            </Button>
            <input
              ref={input}
              type="file"
              hidden
              aria-label={t('exchange.mend')}
              accept=".csv,.tsv,.txt,.xlsx"
              onChange={(event) => {
                const file = event.target.files?.[0]
                event.target.value = ''
                if (file) void bring(file)
              }}
            />
          </>
        )}
      </div>
      {(wrong ?? sending.error) && <Outcome tone="bad">{wrong ?? sending.error}</Outcome>}
    </>
  )
}
