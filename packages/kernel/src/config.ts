/** Configuration by environment, with a checked schema. Every setting is documented in docs/configuration.md. */
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'

// As root the home folder is closed to the user that PostgreSQL runs as.
const DEFAULT_HOME = process.getuid?.() === 0 ? '/var/lib/haihe' : join(homedir(), '.haihe')

const port = z.coerce.number().int().min(0).max(65535)
const path = z
  .string()
  .min(1)
  .transform((value) => resolve(value))

const Environment = z.object({
  /** HTTP port of the hub and its screens */
  HAIHE_PORT: port.default(8080),
  /** address to listen on */
  HAIHE_HOST: z.string().default('0.0.0.0'),
  /** MQTT port for devices */
  HAIHE_MQTT_PORT: port.default(1883),
  /** data folder: database, photos, keys */
  HAIHE_HOME: path.default(DEFAULT_HOME),
  /** PostgreSQL 15 or later instead of the embedded one */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** folder with real data for the twin to replay */
  HAIHE_DATA_DIR: path.optional(),
  /** demo: demonstration accounts and generated secrets; production: refuses both */
  HAIHE_MODE: z.enum(['demo', 'production']).default('demo'),
  /** 32 characters or more; signs sessions and seals second-factor secrets. Required in production */
  HAIHE_SECRET: z.string().min(32).optional(),
  /** address by which browsers reach the hub; default http://localhost:PORT */
  HAIHE_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** address by which other hubs reach this one with notifications; default HAIHE_PUBLIC_URL */
  HAIHE_FEDERATION_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** addresses or networks (10.0.0.0/8) of the reverse proxies in front, comma-separated: their X-Forwarded-For is believed */
  HAIHE_TRUST_PROXY: z
    .string()
    .transform((value) => value.split(',').map((part) => part.trim()))
    .pipe(z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])))
    .optional(),
  /** an OpenID provider outside that signs people in; all three or none */
  HAIHE_OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  HAIHE_OIDC_CLIENT_ID: z.string().min(1).optional(),
  HAIHE_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  /** private address ranges (CIDR, comma-separated) that notifications, contexts and other hubs may be called at */
  HAIHE_PRIVATE_NETWORKS: z
    .string()
    .regex(/^[0-9a-fA-F.:/,\s]*$/)
    .transform((text) =>
      text
        .split(',')
        .map((range) => range.trim())
        .filter(Boolean),
    )
    .optional(),
  /** folder of the city to load; default the one that is shipped */
  HAIHE_CITY: path.optional(),
  HAIHE_LOG: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** speed of the twin's clock, 1 to 600; 0 switches the twin off */
  HAIHE_TWIN: z.coerce.number().min(0).max(600).default(60),
  /** 1 loads the generated resources of the demonstration, 0 does not; default as the twin. Never in production */
  HAIHE_DEMO_DATA: z.enum(['0', '1']).optional(),
})

export interface Config {
  port: number
  host: string
  mqttPort: number
  home: string
  databaseUrl?: string
  dataDir?: string
  mode: 'demo' | 'production'
  secret?: string
  publicUrl: string
  federationUrl?: string
  trustProxy?: string[]
  oidc?: { issuer: string; clientId: string; clientSecret: string }
  privateNetworks: string[]
  cityDir?: string
  log: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent'
  twin: number
  demoData: boolean
}

const outsideProvider = (value: z.infer<typeof Environment>): Config['oidc'] => {
  const { HAIHE_OIDC_ISSUER: issuer, HAIHE_OIDC_CLIENT_ID: clientId, HAIHE_OIDC_CLIENT_SECRET: clientSecret } = value
  if (issuer && clientId && clientSecret) return { issuer, clientId, clientSecret }
  if (issuer || clientId || clientSecret)
    throw new Error(
      'Settings are wrong:\n  HAIHE_OIDC_ISSUER, HAIHE_OIDC_CLIENT_ID and HAIHE_OIDC_CLIENT_SECRET: give all three or none',
    )
  return undefined
}

/** Reads and checks the environment. Throws an Error that names each wrong setting and what it takes. */
export const readConfig = (env: NodeJS.ProcessEnv): Config => {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = Environment.safeParse(given)
  if (!parsed.success)
    throw new Error(
      `Settings are wrong:\n${parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`).join('\n')}`,
    )
  const value = parsed.data
  if (value.HAIHE_MODE === 'production' && !value.HAIHE_SECRET)
    throw new Error('Settings are wrong:\n  HAIHE_SECRET: production needs a secret of 32 characters or more')
  if (value.HAIHE_MODE === 'production' && !value.HAIHE_PUBLIC_URL)
    throw new Error('Settings are wrong:\n  HAIHE_PUBLIC_URL: production needs the address by which browsers reach the hub')
  return {
    port: value.HAIHE_PORT,
    host: value.HAIHE_HOST,
    mqttPort: value.HAIHE_MQTT_PORT,
    home: value.HAIHE_HOME,
    databaseUrl: value.DATABASE_URL,
    dataDir: value.HAIHE_DATA_DIR,
    mode: value.HAIHE_MODE,
    secret: value.HAIHE_SECRET,
    publicUrl: (value.HAIHE_PUBLIC_URL ?? `http://localhost:${value.HAIHE_PORT}`).replace(/\/$/, ''),
    federationUrl: value.HAIHE_FEDERATION_URL?.replace(/\/$/, ''),
    trustProxy: value.HAIHE_TRUST_PROXY,
    oidc: outsideProvider(value),
    // a demonstration talks to itself
    privateNetworks: value.HAIHE_PRIVATE_NETWORKS ?? (value.HAIHE_MODE === 'demo' ? ['127.0.0.0/8', '::1/128'] : []),
    cityDir: value.HAIHE_CITY,
    log: value.HAIHE_LOG,
    twin: value.HAIHE_TWIN,
    demoData:
      value.HAIHE_MODE === 'demo' && (value.HAIHE_DEMO_DATA === undefined ? value.HAIHE_TWIN > 0 : value.HAIHE_DEMO_DATA === '1'),
  }
}
