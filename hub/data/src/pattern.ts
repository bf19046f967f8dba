/**
 * Regular expressions that people and programs send run in this process, on the thread that answers everybody. They are
 * matched by RE2's automata, in time linear in the text, whatever the pattern: none can stall the hub. Syntax is RE2's:
 * no look-around, no back-references; POSIX classes (IEEE 1003.2, as clause 4.9 of GS CIM 009 asks) and `\p{Han}` work.
 */
import { RE2JS, RE2JSException } from 're2js'

/** What is wrong with a pattern, in RE2's words. */
export class PatternError extends Error {}

const MOST_LENGTH = 512
const MOST_KEPT = 2000
const compiled = new Map<string, RE2JS | PatternError>()

const compile = (source: string): RE2JS | PatternError => {
  if (source.length > MOST_LENGTH) return new PatternError(`longer than ${MOST_LENGTH} characters`)
  try {
    return RE2JS.compile(RE2JS.translateRegExp(source))
  } catch (error) {
    if (error instanceof RE2JSException) return new PatternError(error.message)
    throw error
  }
}

const patternOf = (source: string): RE2JS | PatternError => {
  const known = compiled.get(source)
  if (known) return known
  if (compiled.size >= MOST_KEPT) compiled.clear()
  const made = compile(source)
  compiled.set(source, made)
  return made
}

export const isPattern = (source: string): boolean => !(patternOf(source) instanceof PatternError)

/** Does the pattern match anywhere in the text? What is no pattern matches nothing. */
export const found = (source: string, text: string): boolean => {
  const pattern = patternOf(source)
  return !(pattern instanceof PatternError) && pattern.test(text)
}

/** A test of whole values; throws PatternError with what is wrong with the pattern. */
export const wholePattern = (source: string): ((value: string) => boolean) => {
  const pattern = patternOf(source)
  if (pattern instanceof PatternError) throw pattern
  return (value) => pattern.testExact(value)
}
