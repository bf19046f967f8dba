/** The last look, and sending: at once, or as soon as there is a network. */
import type { CitizenReport } from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useReportType } from '../../ui/category/use-categories.ts'
import { useWords } from '../../ui/i18n.ts'
import { outbox } from '../../ui/offline/browser-outbox.ts'
import { Answers } from './answers.tsx'
import type { Parts } from './ask.ts'
import { QuestionFrame } from './question-frame.tsx'
import { reportOf } from './questions.ts'

export const Check = ({ account, draft, photos }: Parts) => {
  const t = useWords()
  const navigate = useNavigate()
  const client = useQueryClient()
  const type = useReportType()
  const [sending, setSending] = useState(false)
  const [fault, setFault] = useState<string>()
  const send = async () => {
    if (!type.data || sending) return
    setSending(true)
    setFault(undefined)
    const key = draft.words.clientKey || crypto.randomUUID()
    draft.change({ clientKey: key })
    const body = reportOf({ ...draft.words, clientKey: key }, type.data.type.id)
    const outcome = await outbox.submit({
      id: key,
      owner: account,
      kind: 'report',
      title: body.title,
      path: '/api/citizen/reports',
      body,
      photos: photos.filesOf(photos.photos),
    })
    setSending(false)
    if (outcome.state === 'refused') {
      await outbox.remove(key)
      draft.change({ clientKey: crypto.randomUUID() })
      setFault([outcome.error.message, ...outcome.error.fields.map(({ message }) => message)].join('。'))
      return
    }
    const report = outcome.state === 'sent' ? (outcome.answer as CitizenReport) : null
    void client.invalidateQueries({ queryKey: ['/api/citizen/reports'] })
    // away first: an empty draft on this page would lead back to its first question
    await navigate({ to: '/report/done', search: report ? { id: report.id, no: report.caseNo } : {}, replace: true })
    await draft.clear()
  }
  return (
    <QuestionFrame
      question="check"
      title={t('report.check.title')}
      fault={fault}
      onNext={() => void send()}
      next={t('report.send')}
      pending={sending}
    >
      <Answers words={draft.words} photos={photos.photos} />
      <p className="cit-lead">{t('report.check.help')}</p>
    </QuestionFrame>
  )
}
