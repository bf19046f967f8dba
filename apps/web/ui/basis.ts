/** The rule a number comes from. A default of ours says so once, and never looks like a regulation. */
import { useWords } from './i18n.ts'

export const useBasis = (): ((basis: string, official: boolean) => string) => {
  const t = useWords()
  const own = t('clock.default')
  return (basis, official) => t('clock.basis', { basis: official || basis.includes(own) ? basis : `${basis}（${own}）` })
}
