/** Small marks of a resource: state, quality, update cycle, grade. */
import type { CatalogueItem } from '@haihe/contract'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { StateMark } from '../parts/small.tsx'
import { stateKey, toneOf } from './catalogue.ts'

export const EntryState = ({ of }: { of: Pick<CatalogueItem, 'state' | 'submitted' | 'stopped'> }) => {
  const t = useWords()
  if (of.stopped && of.state !== 'withdrawn') return <StateMark tone="bad">{t('catalogue.stopped')}</StateMark>
  return <StateMark tone={toneOf(of)}>{t(stateKey(of))}</StateMark>
}

export const Quality = ({ score }: { score: number | null }) => {
  const t = useWords()
  return score === null ? <span className="hc-note">{t('catalogue.notChecked')}</span> : formatFigure(score, '', 1)
}

export const Cycle = ({ of: { cycle, overdue } }: { of: Pick<CatalogueItem, 'cycle' | 'overdue'> }) => {
  const t = useWords()
  const word = t(`resource.cycle.${cycle}`)
  return overdue ? (
    <span className="hc-bad">
      {word} · {t('catalogue.overdue')}
    </span>
  ) : (
    word
  )
}

/** Grade, category and mask in one line of words. */
export const Protection = ({ of }: { of: { grade: number; category: string; mask: string } }) => {
  const t = useWords()
  return (
    <>
      {t(`resource.grade.${of.grade}`)} · {t(`resource.category.${of.category}`)} · {t(`resource.mask.${of.mask}`)}
    </>
  )
}
