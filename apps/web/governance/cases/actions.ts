/** What can be done with a case now: the one expected step, and the rest. Pure. */
import type { AvailableAction, CaseDetail, Field } from '@haihe/contract'
import type { FormValues } from '../../ui/form/values.ts'
import { formData } from '../../ui/form/values.ts'
import type { LocalPhoto, NewSubmission, Submission } from '../../ui/offline/outbox.ts'

export interface ActionChoice {
  /** the big button: the first expected step that is allowed, else the first expected step with its reason */
  primary: AvailableAction | null
  rest: AvailableAction[]
}

export const chooseActions = (available: readonly AvailableAction[]): ActionChoice => {
  const expected = available.filter(({ tone }) => tone === 'primary')
  const only = available.length === 1 ? available[0] : undefined
  const primary = expected.find(({ blocked }) => blocked === null) ?? expected[0] ?? only ?? null
  const rest = available.filter((action) => action !== primary)
  // what is possible stands before what is not
  return { primary, rest: [...rest.filter(({ blocked }) => blocked === null), ...rest.filter(({ blocked }) => blocked !== null)] }
}

/** Every action may carry a remark; a form that already asks for words needs no second box. */
export const REMARK: Field = {
  name: 'note',
  label: { zh: '备注', en: 'Remark' },
  kind: 'longText',
  required: false,
  max: 2000,
}

export const fieldsOf = (action: Pick<AvailableAction, 'form'>): Field[] =>
  action.form.some(({ kind }) => kind === 'longText') ? action.form : [...action.form, REMARK]

/** Form values as the engine takes them: photos travel apart, an own remark is the action's note. */
export const submissionOf = (
  detail: Pick<CaseDetail, 'summary' | 'seq'>,
  action: AvailableAction,
  values: FormValues,
  photos: LocalPhoto[],
  owner: string,
  id: string,
): NewSubmission => {
  const { data } = formData(action.form, values)
  const declared = action.form.some(({ name }) => name === 'note')
  const remark = declared ? '' : typeof values.note === 'string' ? values.note.trim() : ''
  return {
    id,
    owner,
    kind: 'action',
    title: `${action.title.zh} · ${detail.summary.title}`,
    path: `/api/cases/${encodeURIComponent(detail.summary.id)}/actions`,
    body: { action: action.id, expectedSeq: detail.seq, data, note: remark },
    photos,
  }
}

/** What of this case still waits on the phone. */
export const waitingFor = (submissions: readonly Submission[], caseId: string): Submission[] =>
  submissions.filter(({ path }) => path === `/api/cases/${encodeURIComponent(caseId)}/actions`)
