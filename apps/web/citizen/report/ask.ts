/** What every question's page works with: the draft, the photos, and going on only with a good answer. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useWords } from '../../ui/i18n.ts'
import type { Draft } from '../../ui/offline/draft.ts'
import type { LocalPhotos } from '../../ui/offline/local-photos.ts'
import { faultOf, nextQuestion, type Question, type ReportWords } from './questions.ts'

export interface Parts {
  account: string
  draft: Draft<ReportWords>
  photos: LocalPhotos
  /** photos the case type asks for at least */
  least: number
}

/** Goes on only with a good answer; says beside the field what is missing. */
export const useAsk = (question: Question, { draft, photos, least }: Parts) => {
  const t = useWords()
  const navigate = useNavigate()
  const { change } = useSearch({ strict: false }) as { change?: string }
  const [asked, setAsked] = useState(false)
  const fault = faultOf(question, draft.words, photos.photos.length, least)
  const go = (to: string) => void navigate({ to: '/report/$question', params: { question: to } })
  /** after a change asked for on the last page, back to that page */
  const onwards = (to: string = nextQuestion(question)) => go(change ? 'check' : to)
  return {
    fault: asked && fault ? t(fault, { least }) : undefined,
    go,
    onwards,
    onNext: (to?: string) => {
      setAsked(true)
      if (!fault) onwards(to)
      else requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-answer], #place:enabled')?.focus())
    },
  }
}
