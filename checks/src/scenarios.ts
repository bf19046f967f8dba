/** A scenario's folder = its id = its manifest; its quality scale is filled in honestly. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Scenario, ScenarioManifest } from '@haihe/contract'
import { type Finding, ROOT } from './files.ts'
import { GRADES, readQuality } from './quality.ts'

const manifestFindings = async (folder: string): Promise<Finding[]> => {
  const file = `${folder}/scenario.ts`
  if (!existsSync(join(ROOT, file))) return [{ file: folder, problem: 'has no scenario.ts' }]
  const module = (await import(pathToFileURL(join(ROOT, file)).href)) as { scenario?: Scenario }
  const parsed = ScenarioManifest.safeParse(module.scenario)
  if (!parsed.success)
    return [
      { file, problem: `manifest: ${parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}` },
    ]
  const [, neuron, id] = folder.split('/')
  const findings: Finding[] = []
  if (parsed.data.id !== id) findings.push({ file, problem: `id is ${parsed.data.id}, the folder ${id}` })
  if (parsed.data.neuron !== neuron) findings.push({ file, problem: `neuron is ${parsed.data.neuron}, the folder ${neuron}` })
  return findings
}

const qualityFindings = (folder: string): Finding[] => {
  const file = `${folder}/quality.yaml`
  if (!existsSync(join(ROOT, file))) return [{ file: folder, problem: 'has no quality.yaml' }]
  const quality = readQuality(readFileSync(join(ROOT, file), 'utf8'))
  const findings = quality.problems.map((problem) => ({ file, problem }))
  const needed = GRADES.slice(0, GRADES.indexOf(quality.grade) + 1)
  for (const point of quality.points)
    if (needed.includes(point.grade) && point.state === 'todo')
      findings.push({ file, problem: `claims ${quality.grade} but ${point.name} is to do` })
  return findings
}

export const checkScenarios = async (files: readonly string[]): Promise<Finding[]> => {
  const folders = [
    ...new Set(
      files.map((file) => /^neurons\/(?:production|living|governance|operations|protection)\/[^/]+(?=\/)/.exec(file)?.[0]),
    ),
  ].filter((folder) => folder !== undefined)
  const findings = await Promise.all(
    folders.map(async (folder) => [...(await manifestFindings(folder)), ...qualityFindings(folder)]),
  )
  const story = folders
    .filter((folder) => !existsSync(join(ROOT, folder, 'story.ts')))
    .map((folder) => ({ file: folder, problem: 'has no story.ts' }))
  const tests = folders
    .filter((folder) => !files.some((file) => file.startsWith(`${folder}/`) && file.endsWith('.test.ts')))
    .map((folder) => ({ file: folder, problem: 'has no test' }))
  return [...findings.flat(), ...story, ...tests]
}
