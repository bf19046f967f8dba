/** What went wrong with a source, in words for people; what the machine said stands below. */
import { useWords } from '../../ui/i18n.ts'
import { faultOf } from './exchange.ts'

export const Fault = ({ message }: { message: string }) => {
  const t = useWords()
  const known = faultOf(message)
  if (!known) return <span>{message}</span>
  return (
    <>
      <b>{t(`exchange.fault.${known}`)}</b>
      <span>{t(`exchange.faultHelp.${known}`)}</span>
      <small className="hc-mono">{message}</small>
    </>
  )
}
