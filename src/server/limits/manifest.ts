import { readFileSync } from 'node:fs'
import { parse, print } from 'graphql'
import { z } from 'zod'

/** The operations that may run, where only those may. */
export interface TrustedDocuments {
  /** The documents by their ids. */
  readonly byId: ReadonlyMap<string, string>
  /** The documents as graphql-js prints them. */
  readonly printed: ReadonlySet<string>
}

/** What Apollo's generate-persisted-query-manifest writes. */
const apollo = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string(), body: z.string() })),
})

/** What the client preset of graphql-codegen writes. */
const codegen = z.record(z.string(), z.string())

/** An id without the prefix that GraphQL over HTTP has for it if it is a hash. */
export function plainId(id: string): string {
  return id.replace(/^sha256:/i, '')
}

/**
 * Reads a manifest of trusted documents, in either form.
 * @throws Error that says what is wrong with the file, to come after its name.
 */
export function readManifest(path: string): TrustedDocuments {
  const documents = documentsIn(parseJson(readText(path)))
  if (documents.length === 0) throw new Error('it has no operations')
  const byId = new Map(documents.map(([id, document]) => [plainId(id), document]))
  if (byId.size < documents.length) throw new Error('it has two operations of one id')
  return { byId, printed: new Set(documents.map(([id, document]) => normalize(id, document))) }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new Error(`it cannot be read (${Object(cause).code})`, { cause })
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Error('it is not JSON', { cause })
  }
}

function documentsIn(manifest: unknown): readonly (readonly [id: string, document: string])[] {
  const ofApollo = apollo.safeParse(manifest)
  if (ofApollo.success) return ofApollo.data.operations.map(({ id, body }) => [id, body])
  const ofCodegen = codegen.safeParse(manifest)
  if (ofCodegen.success && !('format' in ofCodegen.data)) return Object.entries(ofCodegen.data)
  throw new Error(
    'it is neither what graphql-codegen writes ({ "<id>": "<document>" }) nor an apollo-persisted-query-manifest of version 1',
  )
}

function normalize(id: string, document: string): string {
  try {
    return print(parse(document, { noLocation: true }))
  } catch (cause) {
    throw new Error(`its operation ${id} is no GraphQL (${cause instanceof Error ? cause.message : cause})`, {
      cause,
    })
  }
}
