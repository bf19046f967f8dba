import { ERRORS, type ErrorCode } from '@haihe/contract/error'
import { useText } from '../../ui/i18n.ts'

/** What a message says beyond the words of its code: «数值超出该属性的合理范围：应不小于 0» → «应不小于 0» */
export const detailOf = (code: string, message: string): string => {
  const whole = code in ERRORS ? ERRORS[code as ErrorCode].zh : ''
  return whole && message.startsWith(whole) ? message.slice(whole.length).replace(/^[：:\s]+/, '') : message
}

/** A code of the error registry in words; a code nobody registered is shown as it is. */
export const useReason = (): ((code: string) => string) => {
  const say = useText()
  return (code) => (code in ERRORS ? say(ERRORS[code as ErrorCode]) : code)
}
