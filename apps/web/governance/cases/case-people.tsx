/** Who is on it and why: responsible unit, units called and whether they reported in, who reported it. */
import type { CaseDetail } from '@haihe/contract'
import { useText, useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'

export const CasePeople = ({ detail }: { detail: CaseDetail }) => {
  const t = useWords()
  const say = useText()
  const { summary, coUnits, routing, reporter, closing, plannedFor } = detail
  return (
    <section className="gov-card" aria-label={t('case.people')}>
      <dl className="gov-facts">
        <div>
          <dt>{t('case.unit')}</dt>
          <dd>
            <b>{summary.unitName ?? t('case.noUnit')}</b>
            {routing && (
              <small>
                {t('case.why')} {say(routing.reason)}
              </small>
            )}
          </dd>
        </div>
        {coUnits.length > 0 && (
          <div>
            <dt>{t('case.coUnits')}</dt>
            <dd>
              <ul className="gov-arrivals">
                {coUnits.map((unit) => (
                  <li key={unit.id}>
                    <Icon name={unit.as === 'helper' ? 'person' : unit.arrived ? 'check' : 'clock'} size="1em" />
                    {unit.name}
                    <small>{t(unit.as === 'helper' ? 'case.helper' : unit.arrived ? 'case.arrived' : 'case.notArrived')}</small>
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        )}
        {plannedFor && (
          <div>
            <dt>{t('case.plannedFor')}</dt>
            <dd>{plannedFor}</dd>
          </div>
        )}
        {closing && (
          <div>
            <dt>{t('case.closing')}</dt>
            <dd>{say(closing)}</dd>
          </div>
        )}
        {reporter && (
          <div>
            <dt>{t('case.reporter')}</dt>
            <dd>
              {reporter.name}{' '}
              {reporter.phone &&
                (reporter.masked ? (
                  <span>{reporter.phone}</span>
                ) : (
                  <a className="gov-call" href={`tel:${reporter.phone}`}>
                    <Icon name="call" size="1em" />
                    {reporter.phone}
                  </a>
                ))}
            </dd>
          </div>
        )}
      </dl>
    </section>
  )
}
