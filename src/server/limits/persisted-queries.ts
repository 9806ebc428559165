import type { GraphQLParams, Plugin } from 'graphql-yoga'
import { codedError } from '../coded-error.ts'

/** Parameters of a request that may identify its document by id. */
export interface DocumentIdParams extends GraphQLParams {
  readonly documentId?: unknown
}

/**
 * Returns the hash that identifies the document of a request (automatic persisted queries). Undefined if the request
 * contains the document, since the hash then only asks the server to store it.
 */
export function hashOf({ query, extensions }: GraphQLParams): unknown {
  if (query) return undefined
  const persisted: unknown = extensions?.['persistedQuery']
  if (typeof persisted !== 'object' || persisted === null || !('sha256Hash' in persisted)) return undefined
  return persisted.sha256Hash ?? undefined
}

/**
 * Creates the error that makes clients retry with the document. Clients match its message and code. The status is 200,
 * as in Apollo Server, because most clients ignore the body of other responses.
 */
export function persistedQueryError(code: string, message: string): Error {
  return codedError(code, message, 200)
}

/**
 * Rejects operations identified by a hash or id. The gateway does not store documents: anyone could fill the store, and
 * documents are small compared to responses. Clients then send the text, now and in later requests.
 */
export function rejectDocumentIds(params: DocumentIdParams): GraphQLParams {
  if (hashOf(params) !== undefined) {
    throw persistedQueryError('PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported')
  }
  if (!params.query && params.documentId != null) {
    const message = 'Document ids require TRUSTED_DOCUMENTS: send the text of the operation as `query`.'
    throw codedError('PERSISTED_QUERY_NOT_SUPPORTED', message, 400)
  }
  return params
}

/** Reads `documentId` from the query string of a GET, since Yoga drops unknown parameters. */
export function useDocumentIds(): Plugin {
  return {
    onRequestParse({ request, url, requestParser, setRequestParser }) {
      if (request.method !== 'GET' || requestParser === undefined) return
      const documentId = url.searchParams.get('documentId')
      if (documentId === null) return
      setRequestParser(async (incoming) => Object.assign(await requestParser(incoming), { documentId }))
    },
  }
}
