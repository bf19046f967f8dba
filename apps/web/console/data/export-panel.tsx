/** One file: how far it is, the download, and the manifest that proves what it holds. */
import type { ExportView, FileManifest } from '@haihe/contract'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Faces, LoadingRows } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { localMinute } from '../../ui/minute.ts'
import { useApi } from '../../ui/queries.ts'
import { download, exportName } from '../lib/export.ts'
import { AppLink } from '../parts/app-link.tsx'
import { type Neighbours, Panel } from '../parts/desk.tsx'
import { CopyButton, Facts, Moment, Mono, Outcome, StateMark } from '../parts/small.tsx'
import { bytesOf, EXPORTS } from './exports.ts'
import { EXPORT_TONE } from './exports-page.tsx'

const Manifest = ({ file }: { file: ExportView }) => {
  const t = useWords()
  const manifest = useApi<FileManifest>(`${EXPORTS}/${file.id}/manifest`)
  return (
    <section className="hc-section">
      <h3>{t('exports.manifest')}</h3>
      <p className="hc-note">{t('exports.manifestHelp')}</p>
      <Faces of={manifest} loading={<LoadingRows rows={4} />} small>
        {(data) => (
          <>
            <Facts
              of={[
                [t('policy.basis'), data.basis],
                [
                  t('exports.fields'),
                  data.fields
                    .map(({ title, effect }) => (effect === 'mask' ? t('query.maskedColumn', { title }) : title))
                    .join(t('policy.and')),
                ],
                data.grant !== null && [
                  t('policy.grant'),
                  <AppLink key="grant" href={`/console/grants?open=${data.grant}`}>
                    {t('exports.seeGrant')}
                  </AppLink>,
                ],
                [t('readLog.number'), String(data.read)],
                [t('exports.watermark'), data.watermark.visible],
              ]}
            />
            <div className="hc-filters">
              <Button
                size="small"
                icon="down"
                onPress={() =>
                  download(
                    exportName(`manifest-${file.id.slice(0, 8)}`, localMinute(file.createdAt), 'json'),
                    `${JSON.stringify(data, null, 2)}\n`,
                    'application/json',
                  )
                }
              >
                {t('exports.getManifest')}
              </Button>
            </div>
          </>
        )}
      </Faces>
    </section>
  )
}

export const ExportPanel = ({ file, onClose, ...neighbours }: Neighbours & { file: ExportView; onClose: () => void }) => {
  const t = useWords()
  const making = file.state === 'queued' || file.state === 'running'
  return (
    <Panel
      title={file.resourceTitle}
      above={<StateMark tone={EXPORT_TONE[file.state]}>{t(`exports.is.${file.state}`)}</StateMark>}
      onClose={onClose}
      {...neighbours}
      tools={
        file.state === 'ready' && (
          <LinkButton tone="primary" icon="down" href={`${EXPORTS}/${file.id}/file`}>
            {t('exports.download')}
          </LinkButton>
        )
      }
    >
      <section className="hc-section">
        {file.state === 'failed' && <Outcome tone="bad">{file.error ?? t('exports.is.failed')}</Outcome>}
        <p role="status">{t(`exports.help.${file.state}`)}</p>
        {making && <progress className="hc-progress" aria-label={t(`exports.is.${file.state}`)} />}
        <Facts
          of={[
            [t('exports.format'), t(`exports.formats.${file.format}`)],
            [t('exports.rows'), file.rows === null ? null : formatFigure(file.rows)],
            [t('exports.size'), bytesOf(file.bytes)],
            [t('policy.purposeName'), file.purpose === null ? null : t(`policy.purpose.${file.purpose}`)],
            [t('exports.createdAt'), <Moment key="created" at={file.createdAt} />],
            [t('exports.finishedAt'), <Moment key="finished" at={file.finishedAt} />],
            [t('exports.expiresAt'), <Moment key="expires" at={file.expiresAt} />],
            [t('exports.downloads'), String(file.downloads)],
            file.sha256 !== null && [
              'SHA-256',
              <span key="hash" className="hc-hash">
                <Mono>{file.sha256}</Mono> <CopyButton text={file.sha256} />
              </span>,
            ],
          ]}
        />
        <p className="hc-jumps">
          <AppLink href={`/console/data?resource=${file.resource}`}>{t('grants.toData')}</AppLink>
          <AppLink href={`/console/catalogue?open=${file.resource}`}>{t('grants.toResource')}</AppLink>
        </p>
      </section>
      {(file.state === 'ready' || file.state === 'expired') && <Manifest file={file} />}
    </Panel>
  )
}
