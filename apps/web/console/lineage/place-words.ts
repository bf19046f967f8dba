import { useWords } from '../../ui/i18n.ts'

/** «上游第 2 层» for a distance of −2. */
export const usePlaceWords = (): ((distance: number) => string) => {
  const t = useWords()
  return (distance) =>
    distance === 0 ? t('lineage.centre') : t(distance < 0 ? 'lineage.up' : 'lineage.down', { n: Math.abs(distance) })
}
