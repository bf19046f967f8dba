/** Writes units.generated.json: the bodies that can be responsible, from the plan's task list and the regions. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Unit } from '@haihe/contract'
import { CITY_UNITS, type CityUnit, DISTRICT_BUREAUS, DISTRICT_PREFIXES, FURTHER_UNITS, NOT_A_UNIT } from './lib/bureaus.ts'
import { writeLines } from './lib/files.ts'

/** Cells of a CSV file; quoted cells may hold commas and doubled quotes. */
const readCsv = (file: string): Record<string, string>[] => {
  const [head, ...lines] = readFileSync(file, 'utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter(Boolean)
    .map((line) =>
      [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((match) => match[1]!.replace(/^"|"$/g, '').replaceAll('""', '"')),
    )
  return lines.map((cells) => Object.fromEntries(head!.map((name, index) => [name, cells[index] ?? ''])))
}

/** 市城市管理委等市级相关部门 names 市城市管理委; 东丽区等相关区人民政府 names a district government. */
const normalise = (name: string): string => name.trim().replace(/等(市级)?相关(部门|单位|区人民政府)$/, '')

/** Every unit that the plan names as lead or support. */
const namedUnits = (plan: string): string[] => [
  ...new Set(
    readCsv(plan)
      .flatMap((task) => `${task.lead_units}、${task.support_units}`.split('、'))
      .map(normalise)
      .filter((name) => name !== '' && !NOT_A_UNIT.some((pattern) => pattern.test(name))),
  ),
]

const cityUnit = (unit: CityUnit): Unit => ({
  id: unit.id,
  name: unit.name,
  kind: unit.kind ?? 'city-bureau',
  duties: [...unit.duties],
  region: unit.region ?? '12',
  parent: unit.parent ?? null,
  generated: false,
})

const districtUnits = (code: string, name: string): Unit[] => {
  const prefix = DISTRICT_PREFIXES[code]!
  const government = `${prefix}-zf`
  return [
    {
      id: government,
      name: `${name}人民政府`,
      kind: 'district-government',
      duties: ['zf'],
      region: code,
      parent: null,
      generated: false,
    },
    ...DISTRICT_BUREAUS.map(
      ([duty, title]): Unit => ({
        id: `${prefix}-${duty}`,
        name: `${name}${title}`,
        kind: 'district-bureau',
        duties: [duty],
        region: code,
        parent: government,
        generated: true,
      }),
    ),
  ]
}

/** 街道办事处, 镇/乡人民政府 by law; parks and farms have committees of varying names, marked as generated. */
const streetUnit = (code: string, name: string): Unit => {
  const [title, generated] = name.endsWith('街道')
    ? [`${name}办事处`, false]
    : /[镇乡]$/.test(name)
      ? [`${name}人民政府`, false]
      : [/中心$/.test(name) ? name : `${name}管理委员会`, !/中心$/.test(name)]
  const parent = `${DISTRICT_PREFIXES[code.slice(0, 6)]}-zf`
  return { id: `st-${code}`, name: title, kind: 'street', duties: ['jz'], region: code, parent, generated }
}

export const writeUnits = (plan: string, target: string): void => {
  const named = namedUnits(plan)
  const known = new Set(CITY_UNITS.map((unit) => unit.name))
  const missing = named.filter((name) => !known.has(name))
  const unnamed = [...known].filter((name) => !named.includes(name))
  if (missing.length > 0 || unnamed.length > 0)
    throw new Error(`not in the table: ${missing.join('、')}; not in the plan: ${unnamed.join('、')}`)
  const { regions } = JSON.parse(readFileSync(join(target, 'regions.generated.json'), 'utf8')) as { regions: [string, string][] }
  const units = [
    ...[...CITY_UNITS, ...FURTHER_UNITS].map(cityUnit),
    ...regions.filter(([code]) => code.length === 6).flatMap(([code, name]) => districtUnits(code, name)),
    ...regions.filter(([code]) => code.length === 9).map(([code, name]) => streetUnit(code, name)),
  ].map((unit) => Unit.parse(unit))
  const ids = new Set(units.map((unit) => unit.id))
  if (ids.size !== units.length) throw new Error('two units share an id')
  const source = {
    plan: '《天津市加快数字化发展三年行动方案（2021—2023年）》任务的牵头、配合单位',
    script: 'checks/extract/main.ts',
    note: 'generated 为 true 的名称按通用格式拟定，使用前须核对',
  }
  writeLines(join(target, 'units.generated.json'), { source }, 'units', units)
  console.log(`${units.length} units, ${named.length} of them named by the plan`)
}
