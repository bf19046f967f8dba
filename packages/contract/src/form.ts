/** A form as data: the same fields draw the form and check the input on the server. */
import { z } from 'zod'
import { Text } from './text.ts'

export const Field = z.object({
  name: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
  label: Text,
  help: Text.optional(),
  kind: z.enum([
    'text',
    'longText',
    'number',
    'boolean',
    'choice',
    'date',
    'datetime',
    'photos',
    'place',
    'unit',
    'units',
    'category',
  ]),
  required: z.boolean().default(false),
  /** text: most characters; number: most; photos: most files */
  max: z.number().optional(),
  min: z.number().optional(),
  options: z.array(z.object({ value: z.string(), label: Text })).optional(),
  /** photos: what they show of the work; 'other' when not said */
  stage: z.enum(['before', 'after', 'other']).optional(),
})
export type Field = z.infer<typeof Field>

/** Place as given by people: CGCS2000 longitude and latitude, and words. */
export const Place = z.strictObject({
  lon: z.number().min(-180).max(180),
  lat: z.number().min(-90).max(90),
  crs: z.enum(['EPSG:4490', 'EPSG:4326'], '坐标系不受支持，请使用 CGCS2000 或 WGS84 经纬度').default('EPSG:4490'),
  address: z.string().max(200).default(''),
})
export type Place = z.infer<typeof Place>
