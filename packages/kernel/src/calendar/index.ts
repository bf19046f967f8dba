export {
  type Calendar,
  type CalendarYear,
  createCalendar,
  DEFAULT_HOURS,
  hasYear,
  lastKnownDate,
  localDate,
  OfficeHours,
} from './calendar.ts'
export { dueAt, elapsed, type Pause } from './clock.ts'
export { chineseCalendar, ImportedYear, loadCalendar, parseYear, publishedYears, withYear } from './published.ts'
export { addWorkingDays, addWorkingMinutes, isWorkday, workingMinutesBetween } from './working-time.ts'
