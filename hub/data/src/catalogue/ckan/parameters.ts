/** Parameters as CKAN takes them: numbers and lists may come as text, unknown ones are left alone. */
import { z } from 'zod'

const yes = z
  .union([z.boolean(), z.enum(['true', 'false', 'True', 'False', '1', '0'])])
  .transform((one) => /^(true|1)$/i.test(String(one)))
/** more than the most is the most, as CKAN has it */
const whole = (most: number, otherwise: number) =>
  z.coerce
    .number()
    .int()
    .min(0)
    .transform((given) => Math.min(given, most))
    .default(otherwise)
const texts = z.preprocess(
  (value) => {
    if (typeof value !== 'string') return value
    if (!value.trim().startsWith('[')) return value.split(/[\s,]+/).filter(Boolean)
    try {
      return JSON.parse(value.replaceAll("'", '"')) as unknown
    } catch {
      return value
    }
  },
  z.array(z.string().max(100)).max(20),
)
/** fq comes once or as a list */
const filters = z.union([z.string().max(2000), z.array(z.string().max(2000)).max(20)]).transform((one) => [one].flat())

export const PackageList = z.object({ limit: whole(100_000, 100_000), offset: whole(1_000_000, 0) })
export const CurrentList = z.object({
  limit: whole(1000, 100),
  offset: whole(1_000_000, 0),
  page: z.coerce.number().int().min(1).optional(),
})
export const ById = z
  .object({ id: z.string().min(1).max(200).optional(), name_or_id: z.string().min(1).max(200).optional() })
  .transform((given) => ({ id: given.id ?? given.name_or_id }))
  .refine(({ id }) => id !== undefined, { path: ['id'], message: 'Missing value' })
export const GroupShow = z.object({ id: z.string().min(1).max(200), include_datasets: yes.default(false) })
export const GroupList = z.object({ all_fields: yes.default(false), limit: whole(10_000, 10_000), offset: whole(1_000_000, 0) })
export const TagList = z.object({ query: z.string().max(100).default(''), all_fields: yes.default(false) })
export const PackageSearch = z.object({
  q: z.string().max(1000).default(''),
  fq: filters.default([]),
  fq_list: filters.default([]),
  rows: whole(1000, 10),
  start: whole(1_000_000, 0),
  sort: z.string().max(200).default(''),
  facet: yes.default(true),
  'facet.field': texts.default([]),
  'facet.limit': z.coerce.number().int().min(-1).max(10_000).default(50),
  'facet.mincount': whole(1_000_000, 1),
})
export type PackageSearch = z.infer<typeof PackageSearch>
