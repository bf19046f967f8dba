/** One grant: its terms, its use, and what the grantee sees of every field. */
import type { GrantView } from '@haihe/contract'
import { useMemo, useState } from 'react'
import { post } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Faces, LoadingRows } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'
import { toast } from '../../ui/toast.tsx'
import { AppLink } from '../parts/app-link.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { type Neighbours, Panel } from '../parts/desk.tsx'
import { RegionName } from '../parts/region-name.tsx'
import { useEntry } from '../parts/resource-field.tsx'
import { Ago, Facts, Moment, Mono, StateMark } from '../parts/small.tsx'
import { FieldDecisions } from './field-decisions.tsx'
import { GRANT_TONE, GRANTS, type GrantPage, minuteOf, useLimits } from './grants.ts'
import { RenewDialog } from './renew-dialog.tsx'
import { asGrant, seenUnder } from './sees.ts'

/** While a grant is not in force, what it would show is told as if it were. */
const Sees = ({ grant }: { grant: GrantView }) => {
  const t = useWords()
  const limits = useLimits()
  const entry = useEntry(grant.resource)
  const others = useApi<GrantPage>(GRANTS, { resource: grant.resource, limit: 200 })
  const at = useMemo(() => new Date(), [])
  return (
    <section className="hc-section">
      <h3>{t('grants.sees')}</h3>
      <p className="hc-note">{t(grant.state === 'current' ? 'grants.seesHelp' : 'grants.seesWouldHelp')}</p>
      <Faces of={entry} loading={<LoadingRows rows={6} />} small>
        {({ resource }) => {
          const inForce = grant.state === 'current' ? grant : { ...asGrant(grant, at), id: grant.id, grantedAt: grant.grantedAt }
          const seen = seenUnder(inForce, resource, { others: others.data?.items ?? [], limits, at })
          return (
            <FieldDecisions fields={resource.fields} decision={seen.decision} second={seen.second} label={t('grants.sees')} />
          )
        }}
      </Faces>
    </section>
  )
}

export const GrantPanel = ({
  grant,
  onClose,
  onDone,
  ...neighbours
}: Neighbours & { grant: GrantView; onClose: () => void; onDone: () => unknown }) => {
  const t = useWords()
  const { may } = useSession()
  const [revoking, setRevoking] = useState(false)
  const [renewing, setRenewing] = useState(false)
  return (
    <Panel
      title={grant.resourceTitle || grant.resourceCode}
      above={<StateMark tone={GRANT_TONE[grant.state]}>{t(`grants.is.${grant.state}`)}</StateMark>}
      onClose={onClose}
      {...neighbours}
      tools={
        <>
          {grant.renewable && (
            <Button size="small" onPress={() => setRenewing(true)}>
              {t('grants.renew')}
            </Button>
          )}
          {grant.revocable && (
            <Button size="small" tone="plain" icon="close" onPress={() => setRevoking(true)}>
              {t('grants.revoke')}
            </Button>
          )}
        </>
      }
    >
      <section className="hc-section">
        <Facts
          of={[
            [t('grants.grantee'), grant.granteeName],
            [t('grants.owner'), grant.ownerName],
            [t('policy.purposeName'), t(`policy.purpose.${grant.purpose}`)],
            [t('policy.basis'), grant.basis],
            [t('grants.from'), minuteOf(grant.from)],
            [t('grants.until'), minuteOf(grant.until)],
            grant.renewedBy !== null && [
              t('grants.renewedBy'),
              <AppLink key="next" href={`/console/grants?open=${grant.renewedBy}`}>
                {grant.renewedBy.slice(0, 8)}
              </AppLink>,
            ],
            [t('grants.region'), grant.region === null ? t('grants.allRows') : <RegionName key="region" code={grant.region} />],
            [t('grants.channels'), grant.channels.map((channel) => t(`policy.channel.${channel}`)).join(t('policy.and'))],
            [
              t('grants.callsToday'),
              grant.quota === null
                ? t('grants.noQuota')
                : t('grants.callsOf', { calls: formatFigure(grant.callsToday ?? 0), quota: formatFigure(grant.quota) }),
            ],
            [t('grants.lastUsed'), grant.lastUsedAt === null ? t('grants.never') : <Ago key="used" at={grant.lastUsedAt} />],
            [t('grants.grantedAt'), <Moment key="granted" at={grant.grantedAt} />],
            grant.revokedAt !== null && [t('grants.revokedAt'), <Moment key="revoked" at={grant.revokedAt} />],
            grant.revokedReason !== null && [t('grants.revokedReason'), grant.revokedReason],
            [t('grants.id'), <Mono key="id">{grant.id}</Mono>],
          ]}
        />
        <p className="hc-jumps">
          <AppLink href={`/console/catalogue?open=${grant.resource}`}>{t('grants.toResource')}</AppLink>
          {grant.state === 'current' && (
            <AppLink href={`/console/data?resource=${grant.resource}&grant=${grant.id}`}>{t('grants.toData')}</AppLink>
          )}
          {may('read-log.read') && (
            <AppLink href={`/console/read-log?grant=${grant.id}&resource=${grant.resource}`}>{t('grants.toReads')}</AppLink>
          )}
        </p>
      </section>
      <Sees grant={grant} />
      <RenewDialog grant={grant} open={renewing} onClose={() => setRenewing(false)} onDone={onDone} />
      <Confirm
        open={revoking}
        onClose={() => setRevoking(false)}
        title={t('grants.revokeTitle', { unit: grant.granteeName })}
        action={t('grants.revoke')}
        danger
        reason={{ label: t('grants.revokeReason'), least: 2 }}
        run={async (reason) => {
          await post(`${GRANTS}/${grant.id}/revoke`, { reason })
          toast(t('grants.revoked'))
          await onDone()
        }}
      >
        {t('grants.revokeHelp')}
      </Confirm>
    </Panel>
  )
}
