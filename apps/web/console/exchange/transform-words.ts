/** A transform in a few words, for its chip. */
import type { Transform } from '@haihe/contract'
import { useWords } from '../../ui/i18n.ts'

export const OPS = [
  'trim',
  'upper',
  'date',
  'codes',
  'scale',
  'constant',
  'split',
  'concat',
] as const satisfies readonly Transform['op'][]

/** Ways of writing dates that are common here. */
export const DATE_FORMATS = ['YYYY-MM-DD', 'YYYY/M/D', 'YYYY年M月D日', 'YYYYMMDD', 'D/M/YYYY', 'YYYY-MM-DD HH:mm:ss']

export const useTransformWords = (): ((transform: Transform) => string) => {
  const t = useWords()
  return (transform) => {
    const name = t(`exchange.op.${transform.op}`)
    switch (transform.op) {
      case 'trim':
      case 'upper':
        return name
      case 'date':
        return `${name} ${transform.format}`
      case 'codes':
        return `${name} ${transform.table}`
      case 'scale':
        return `× ${transform.factor}${transform.offset === 0 ? '' : ` + ${transform.offset}`}`
      case 'constant':
        return `${name} ${transform.value}`
      case 'split':
        return t('exchange.splitPart', {
          separator: transform.separator,
          part: transform.part < 0 ? transform.part : transform.part + 1,
        })
      case 'concat':
        return `+ ${transform.columns.join(' + ')}`
    }
  }
}
