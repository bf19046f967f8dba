/** Which export a leaked copy came from: the order of its rows tells. */
import type { ExportView } from '@haihe/contract'
import { useState } from 'react'
import { post } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { decodeSample } from '../lib/csv.ts'
import { Panel } from '../parts/desk.tsx'
import { FileField } from '../parts/file-field.tsx'
import { useSending } from '../parts/form.tsx'
import { ResourcePick, useEntry } from '../parts/resource-field.tsx'
import { Facts, Moment, Mono, Outcome } from '../parts/small.tsx'
import { EXPORTS, readCopy } from './exports.ts'

interface Found {
  export: ExportView | null
  requestedBy: { account: string; name: string; unit: string | null } | null
  pairs: number
  ascending: number
  candidates: number
}

/** What the hub takes, with room for the names of the columns. */
const MOST_BYTES = 7 * 1024 * 1024

const Answer = ({ found }: { found: Found }) => {
  const t = useWords()
  if (!found.export || !found.requestedBy)
    return (
      <Outcome tone="bad">
        {t(found.candidates === 0 ? 'exports.noCandidates' : 'exports.notFound', { candidates: found.candidates })}
      </Outcome>
    )
  const { export: file, requestedBy } = found
  return (
    <>
      <Outcome tone="good">{t('exports.found', { name: requestedBy.name })}</Outcome>
      <Facts
        of={[
          [t('exports.requestedBy'), requestedBy.name],
          [t('exports.account'), <Mono key="account">{requestedBy.account}</Mono>],
          [t('policy.purposeName'), file.purpose === null ? null : t(`policy.purpose.${file.purpose}`)],
          [t('exports.createdAt'), <Moment key="created" at={file.createdAt} />],
          [t('exports.format'), t(`exports.formats.${file.format}`)],
          [t('exports.downloads'), String(file.downloads)],
          [t('exports.match'), t('exports.matchOf', { hit: formatFigure(found.ascending), all: formatFigure(found.pairs) })],
        ]}
      />
    </>
  )
}

export const TracePanel = ({ onClose }: { onClose: () => void }) => {
  const t = useWords()
  const sending = useSending()
  const [resource, setResource] = useState<string | null>(null)
  const [file, setFile] = useState<File | null>(null)
  const [found, setFound] = useState<Found | null>(null)
  const entry = useEntry(resource)
  const run = async () => {
    setFound(null)
    const fine = sending.check({
      resource: resource === null && t('grants.wrong.resource'),
      file: (file === null && t('exports.needFile')) || ((file?.size ?? 0) > MOST_BYTES && t('exports.tooLarge')),
    })
    if (!fine || !file || !entry.data) return
    const fields = entry.data.resource.fields
    const copy = readCopy(decodeSample(new Uint8Array(await file.arrayBuffer())).text, fields)
    if (!copy) return void sending.check({ file: t('exports.unreadable') })
    await sending.send(async () => setFound(await post<Found>(`${EXPORTS}/trace`, { resource, ...copy })))
  }
  return (
    <Panel
      title={t('exports.trace')}
      onClose={onClose}
      form
      footer={
        <>
          <Button onPress={onClose}>{t('action.close')}</Button>
          <Button tone="primary" icon="search" pending={sending.busy} onPress={() => void run()}>
            {t('exports.traceNow')}
          </Button>
        </>
      }
    >
      <div className="hc-form">
        <p className="hc-note">{t('exports.traceHelp')}</p>
        <ResourcePick
          label={t('grants.resource')}
          value={resource}
          onChange={(next) => {
            setResource(next)
            setFound(null)
          }}
          error={sending.wrong('resource')}
        />
        <FileField
          label={t('exports.file')}
          help={t('exports.fileHelp')}
          error={sending.wrong('file')}
          accept=".csv,.jsonl,.txt,.json"
          onFile={(next) => {
            setFile(next)
            setFound(null)
          }}
        />
        {sending.error && <Outcome tone="bad">{sending.error}</Outcome>}
        {found && <Answer found={found} />}
      </div>
    </Panel>
  )
}
