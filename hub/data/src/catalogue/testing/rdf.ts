/** RDF as the tests read it, with the parsers of others. */
import type { DatasetCore } from '@rdfjs/types'
import { Parser, Store } from 'n3'
import SHACLValidator from 'rdf-validate-shacl'

export const readTurtle = (text: string): DatasetCore => new Store(new Parser({ format: 'text/turtle' }).parse(text))

export interface Complaint {
  severity: string
  focus: string
  path: string
  message: string
}

/** What shapes say against data; empty when the data conforms, recommendations included. */
export const complaints = async (shapes: DatasetCore, data: DatasetCore): Promise<Complaint[]> => {
  const report = await new SHACLValidator(shapes).validate(data)
  return report.results.map((result) => ({
    severity: result.severity?.value.split('#').at(-1) ?? '',
    focus: result.focusNode?.value ?? '',
    path: JSON.stringify((result.path as { value?: string } | null)?.value ?? ''),
    message: result.message.map(({ value }) => value).join('; '),
  }))
}
