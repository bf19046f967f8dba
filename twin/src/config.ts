/** What the twin is told: where the hub is, with which credentials it may speak, how fast its clock runs. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'

const Credential = z.strictObject({ source: z.string(), secret: z.string() })

export const TwinConfig = z.strictObject({
  http: z.url(),
  mqtt: z.url({ protocol: /^mqtts?$/ }),
  /** 1 real time … 600 ten virtual minutes a second */
  speed: z.number().min(1).max(600).default(60),
  /** folder with real series and complaints; without it a city of the same shape is generated */
  dataDir: z.string().nullable().default(null),
  seed: z.number().int().default(20261120),
  /** hours of history sent before the live play begins */
  backfillHours: z.number().int().min(0).max(168).default(24),
  /** regions whose cases clerks of the twin leave to the people who try the city; reports fall there more often */
  keep: z.array(z.string()).default([]),
  /** MQTT devices and machine tokens, one per kind of speaker */
  devices: z.strictObject({ parking: Credential, weather: Credential }),
  tokens: z.strictObject({
    air: z.string(),
    parking: z.string(),
    weather: z.string(),
    hotline: z.string(),
    grid: z.string(),
    clerks: z.string(),
    citizen: z.string(),
  }),
  sources: z.strictObject({ air: z.string(), parking: z.string(), weather: z.string() }),
})
export type TwinConfig = z.infer<typeof TwinConfig>

/** Reads the file named by `--config`, or standard input. Secrets never travel on the command line. */
export const readTwinConfig = (argv: readonly string[]): TwinConfig => {
  const at = argv.indexOf('--config')
  const text = readFileSync(at >= 0 ? (argv[at + 1] ?? '') : 0, 'utf8')
  return TwinConfig.parse(JSON.parse(text))
}
