import { readFileSync } from 'node:fs'
import { parse, print } from 'graphql'
import { z } from 'zod'
import { plainId, type TrustedDocuments } from '../trusted-documents.ts'

/** Format of Apollo's generate-persisted-query-manifest. */
const apollo = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string(), body: z.string() })),
})

/** Format of the client preset of graphql-codegen. */
const codegen = z.record(z.string(), z.string())

/**
 * Reads a manifest of trusted documents in either format.
 * @throws {Error} The caller puts the file name before the message.
 */
export function readManifest(path: string): TrustedDocuments {
  const documents = documentsIn(parseJson(readText(path)))
  if (documents.length === 0) throw new Error('contains no operations')
  const byId = new Map(documents.map(([id, document]) => [plainId(id), document]))
  if (byId.size < documents.length)
    throw new Error('contains two operations with the same id, compared without `sha256:`; remove one')
  return { byId, printed: new Set(documents.map(([id, document]) => normalize(id, document))) }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new Error(`cannot be read (${cause instanceof Error ? cause.message : cause})`, { cause })
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Error('is not valid JSON', { cause })
  }
}

function documentsIn(manifest: unknown): readonly (readonly [id: string, document: string])[] {
  const ofApollo = apollo.safeParse(manifest)
  if (ofApollo.success) return ofApollo.data.operations.map(({ id, body }) => [id, body])
  const ofCodegen = codegen.safeParse(manifest)
  if (ofCodegen.success && !('format' in ofCodegen.data)) return Object.entries(ofCodegen.data)
  throw new Error(
    'must be a manifest of graphql-codegen ({ "<id>": "<document>" }) or an apollo-persisted-query-manifest of version 1',
  )
}

function normalize(id: string, document: string): string {
  try {
    return print(parse(document, { noLocation: true }))
  } catch (cause) {
    throw new Error(
      `contains operation ${id}, which is not valid GraphQL (${cause instanceof Error ? cause.message : cause})`,
      {
        cause,
      },
    )
  }
}
