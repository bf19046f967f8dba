/**
 * Acceptance story (验收故事) of a scenario: what comes in, what must follow. The twin plays it end to end; a person can
 * read it. Times are minutes from the start of the story.
 */
import type { AlertLevel } from './alert.ts'
import type { Text } from './text.ts'

export type StoryStep =
  /** an object reports; `place` and `region` are needed the first time it is seen */
  | {
      at: number
      do: 'observe'
      entity: string
      type: string
      region: string
      place?: { lon: number; lat: number }
      values: Record<string, number | string | boolean>
    }
  /** an object falls silent for so many minutes */
  | { at: number; do: 'silence'; entity: string; minutes: number }
  /** a person of that role reports a case; a photo is made up where the case type wants one */
  | {
      at: number
      do: 'report'
      role: string
      caseType: string
      category: string
      region: string
      title: string
      place: { lon: number; lat: number }
    }
  /** the catalogue comes to hold a resource, or what it says of it changes */
  | { at: number; do: 'catalogue'; resource: { id: string } & Record<string, unknown> }
  /** a unit states a need for data over the ledger */
  | { at: number; do: 'state'; unit: string; need: Record<string, unknown> }
  /** another room of the hub tells what happened; `$grant` stands for the grant of the story's need */
  | { at: number; do: 'tell'; topic: string; payload: Record<string, string | number> }
  /**
   * a person of that role (and unit, where several have it) acts on the case that the story's alert, report or need opened
   * last; photos are made up
   */
  | { at: number; do: 'act'; role: string; unit?: string; action: string; data?: Record<string, string | number | boolean> }
  /** `level` null: no alert of the rule about the subject is open */
  | { at: number; do: 'expectAlert'; rule: string; subject: string; level: AlertLevel | null }
  /** a case of that category in the region is open, or closed */
  | { at: number; do: 'expectCase'; category: string; region: string; open: boolean }
  /** the number lies within the bounds, both inclusive; null: there is no number */
  | { at: number; do: 'expectIndicator'; indicator: string; region: string; between: [number, number] | null }

export interface Story {
  /** neuron/scenario */
  scenario: string
  title: Text
  steps: readonly StoryStep[]
}
