/** Where a part stands that somebody else proposed, and the word of its owner on it. */
import type { ReturnPackage, ReturnPart } from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { post } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'
import { toast } from '../../ui/toast.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { FieldsPick } from '../parts/resource-field.tsx'
import { StateMark } from '../parts/small.tsx'

const TONES = { proposed: 'wait', confirmed: 'good', declined: 'off' } as const

export const Proposal = ({ of, part }: { of: ReturnPackage; part: ReturnPart }) => {
  const t = useWords()
  const client = useQueryClient()
  const [step, setStep] = useState<'confirm' | 'decline' | null>(null)
  const [fields, setFields] = useState<string[]>(() => part.fields.map(({ name }) => name))
  const [clear, setClear] = useState<string[]>(() => [...part.clear])
  const path = `/api/return-flow/packages/${of.id}`
  const send = async (body: object, said: string) => {
    await post(`${path}/parts/${part.part}/decision`, body)
    toast(said)
    await client.invalidateQueries({ queryKey: ['/api/return-flow/packages'] })
    await client.invalidateQueries({ queryKey: [path] })
  }
  return (
    <div className="hc-proposal">
      <p>
        <StateMark tone={TONES[part.state]}>{t(`returnFlow.partIs.${part.state}`, { owner: part.ownerName })}</StateMark>
        {part.reason !== null && ` ${t('returnFlow.declinedFor', { reason: part.reason })}`}
      </p>
      {part.canDecide && (
        <p>
          <Button size="small" tone="primary" icon="check" onPress={() => setStep('confirm')}>
            {t('returnFlow.confirm')}
          </Button>{' '}
          <Button size="small" onPress={() => setStep('decline')}>
            {t('returnFlow.decline')}
          </Button>
        </p>
      )}
      <Confirm
        open={step === 'confirm'}
        onClose={() => setStep(null)}
        title={t('returnFlow.confirm')}
        action={t('returnFlow.confirm')}
        run={() =>
          send({ confirm: true, fields, clear: clear.filter((name) => fields.includes(name)) }, t('returnFlow.confirmed'))
        }
      >
        <p>{t('returnFlow.confirmHelp', { unit: of.unitName, region: of.regionName, basis: of.basis })}</p>
        <FieldsPick
          label={t('returnFlow.fields')}
          help={t('returnFlow.lessHelp')}
          resource={part.resource}
          only={part.fields.map(({ name }) => name)}
          clearOnly={part.clear}
          value={fields}
          onChange={setFields}
          clear={clear}
          onClear={setClear}
        />
      </Confirm>
      <Confirm
        open={step === 'decline'}
        onClose={() => setStep(null)}
        title={t('returnFlow.decline')}
        action={t('returnFlow.decline')}
        danger
        reason={{ label: t('returnFlow.reason'), least: 2 }}
        run={(reason) => send({ confirm: false, reason }, t('returnFlow.declined'))}
      >
        <p>{t('returnFlow.declineHelp')}</p>
      </Confirm>
    </div>
  )
}
