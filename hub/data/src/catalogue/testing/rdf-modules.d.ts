declare module 'n3' {
  import type { DatasetCore, Quad } from '@rdfjs/types'
  export class Parser {
    constructor(options?: { format?: string; baseIRI?: string })
    parse(text: string): Quad[]
  }
  export const Store: new (quads?: Quad[]) => DatasetCore
}
declare module 'jsonld' {
  const jsonld: {
    canonize: (
      input: unknown,
      options: { algorithm: 'RDFC-1.0'; inputFormat?: 'application/n-quads'; format: 'application/n-quads' },
    ) => Promise<string>
    toRDF: (document: unknown, options: { format: 'application/n-quads' }) => Promise<string>
  }
  export default jsonld
}
