/** How often: in words; the five parts only for who wants them. */
import { useWords } from '../../ui/i18n.ts'
import { ChoiceField, Field, TextField } from '../parts/form.tsx'
import { type Plan, RHYTHMS, type Rhythm } from './schedule.ts'

const DAYS = Array.from({ length: 28 }, (_, at) => at + 1)

export const PlanFields = ({ plan, onPlan }: { plan: Plan; onPlan: (plan: Plan) => void }) => {
  const t = useWords()
  const { rhythm } = plan
  return (
    <div className="hc-form-two hc-plan">
      <ChoiceField
        label={t('exchange.schedule')}
        value={rhythm}
        options={RHYTHMS.map((value) => ({ value, label: t(`exchange.rhythm.${value}`) }))}
        onChange={(next) => onPlan({ ...plan, rhythm: next as Rhythm, day: Math.min(plan.day, next === 'weekly' ? 7 : 28) })}
      />
      {rhythm === 'minutes' && (
        <ChoiceField
          label={t('exchange.every')}
          value={String(plan.every)}
          options={[5, 10, 15, 20, 30].map((value) => ({
            value: String(value),
            label: t('exchange.everyMinutes', { every: value }),
          }))}
          onChange={(every) => onPlan({ ...plan, every: Number(every) })}
        />
      )}
      {rhythm === 'weekly' && (
        <ChoiceField
          label={t('exchange.weekdayIs')}
          value={String(plan.day)}
          options={[1, 2, 3, 4, 5, 6, 7].map((value) => ({ value: String(value), label: t(`exchange.weekday.${value}`) }))}
          onChange={(day) => onPlan({ ...plan, day: Number(day) })}
        />
      )}
      {rhythm === 'monthly' && (
        <ChoiceField
          label={t('exchange.dayOfMonth')}
          value={String(plan.day)}
          options={DAYS.map((value) => ({ value: String(value), label: t('exchange.dayIs', { day: value }) }))}
          onChange={(day) => onPlan({ ...plan, day: Number(day) })}
        />
      )}
      {(rhythm === 'hourly' || rhythm === 'daily' || rhythm === 'weekly' || rhythm === 'monthly') && (
        <Field label={t(rhythm === 'hourly' ? 'exchange.atMinute' : 'exchange.atTime')}>
          {(spoken) =>
            rhythm === 'hourly' ? (
              <input
                {...spoken}
                className="hh-input"
                type="number"
                min={0}
                max={59}
                value={Number(plan.time.slice(3))}
                onChange={(event) => {
                  const minute = Math.max(0, Math.min(59, Math.round(Number(event.target.value) || 0)))
                  onPlan({ ...plan, time: `00:${String(minute).padStart(2, '0')}` })
                }}
              />
            ) : (
              <input
                {...spoken}
                className="hh-input"
                type="time"
                value={plan.time}
                onChange={(event) => event.target.value && onPlan({ ...plan, time: event.target.value })}
              />
            )
          }
        </Field>
      )}
      {rhythm === 'own' && (
        <TextField
          label={t('exchange.cron')}
          help={t('exchange.cronHelp')}
          mono
          value={plan.own}
          onChange={(own) => onPlan({ ...plan, own })}
        />
      )}
    </div>
  )
}
