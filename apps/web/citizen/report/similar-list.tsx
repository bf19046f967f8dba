/** «有人已反映，和我一样»: joining somebody's report is quicker for everybody than reporting the same again. */
import type { CitizenReport, SimilarReport } from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiError, post } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { formatAgo } from '../../ui/format.ts'
import { useText, useWords } from '../../ui/i18n.ts'
import { toast } from '../../ui/toast.tsx'
import { useNow } from '../../ui/use-now.ts'

export const SimilarList = ({ reports, onJoined }: { reports: readonly SimilarReport[]; onJoined: () => Promise<void> }) => {
  const t = useWords()
  const say = useText()
  const now = useNow()
  const navigate = useNavigate()
  const client = useQueryClient()
  const [joining, setJoining] = useState<string | null>(null)
  const join = async (id: string) => {
    setJoining(id)
    try {
      const report = await post<CitizenReport>(`/api/citizen/reports/${encodeURIComponent(id)}/join`)
      void client.invalidateQueries({ queryKey: ['/api/citizen/reports'] })
      toast(t('similar.joined'))
      await navigate({ to: '/reports/$id', params: { id: report.id } })
      await onJoined()
    } catch (error) {
      setJoining(null)
      toast(error instanceof ApiError ? error.message : t('error.crashHelp'), 'info')
    }
  }
  return (
    <ul className="cit-similar">
      {reports.map((report) => (
        <li key={report.id} className="cit-card">
          <b>{say(report.categoryTitle)}</b>
          <span>{say(report.status)}</span>
          <small>
            {t('similar.where', { metres: report.distance, ago: formatAgo(report.reportedAt, now) })}
            {report.joined > 0 && ` · ${t('similar.joinedBy', { count: report.joined })}`}
          </small>
          {report.mine ? (
            <p className="cit-lead">{t('similar.mine')}</p>
          ) : (
            <Button tone="primary" wide pending={joining === report.id} onPress={() => void join(report.id)}>
              {t('similar.join')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}
