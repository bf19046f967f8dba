/** The decision field by field: what is shown, how it looks, and why. */
import { type Decision, MASKS, type Mask, type ResourceField } from '@haihe/contract'
import { useWords } from '../../ui/i18n.ts'
import { StateMark, type StateTone } from '../parts/small.tsx'
import './grants.css'
import { effectsOf, exampleOf } from './sees.ts'

const TONE: Record<'allow' | 'mask' | 'deny', StateTone> = { allow: 'good', mask: 'wait', deny: 'off' }
const ORDER = ['allow', 'mask', 'deny']

export const useSamples = (): Partial<Record<Mask, string>> => {
  const t = useWords()
  return Object.fromEntries(
    MASKS.filter((mask) => mask !== 'none' && mask !== 'hide').map((mask) => [mask, t(`policy.sample.${mask}`)]),
  )
}

export const FieldDecisions = ({
  fields,
  decision,
  second,
  label,
}: {
  fields: readonly Pick<ResourceField, 'name' | 'title'>[]
  decision: Pick<Decision, 'fields'>
  second?: ReadonlySet<string>
  label: string
}) => {
  const t = useWords()
  const samples = useSamples()
  const count = effectsOf(decision.fields)
  const rows = fields
    .flatMap((field) => {
      const of = decision.fields[field.name]
      return of ? [{ field, of }] : []
    })
    .sort((a, b) => ORDER.indexOf(a.of.effect) - ORDER.indexOf(b.of.effect))
  return (
    <>
      <p className="hc-note">{t('policy.summary', count)}</p>
      <ul className="hc-decisions" aria-label={label}>
        {rows.map(({ field, of }) => {
          const example = of.effect === 'mask' ? exampleOf(of.mask, samples) : null
          return (
            <li key={field.name}>
              <div>
                <b>{field.title}</b>
                <small className="hc-mono">{field.name}</small>
              </div>
              <div>
                <StateMark tone={TONE[of.effect]}>{t(`policy.effect.${of.effect}`)}</StateMark>
                {of.effect === 'mask' && (
                  <small>
                    {t(`resource.mask.${of.mask}`)}
                    {example && (
                      <>
                        {' · '}
                        <span className="hc-mono">{example}</span>
                      </>
                    )}
                  </small>
                )}
              </div>
              <p>
                {t(`policy.reason.${of.reason}`)}
                {second?.has(field.name) && ` ${t('policy.second')}`}
              </p>
            </li>
          )
        })}
      </ul>
    </>
  )
}
