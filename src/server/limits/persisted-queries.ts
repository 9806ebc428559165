import type { GraphQLParams, Plugin } from 'graphql-yoga'
import { refusal } from '../refusal.ts'

/** Parameters of a request that may name its document. */
export interface NamingParams extends GraphQLParams {
  readonly documentId?: unknown
}

/**
 * Returns the hash that a request names its document by, in the protocol of automatic persisted queries. Undefined
 * where the document itself is sent: then the hash is only an offer to keep it.
 */
export function hashOf({ query, extensions }: GraphQLParams): unknown {
  if (query) return undefined
  const persisted: unknown = extensions?.['persistedQuery']
  if (typeof persisted !== 'object' || persisted === null || !('sha256Hash' in persisted)) return undefined
  return persisted.sha256Hash ?? undefined
}

/**
 * Creates the error that has clients send the document after a hash. Clients match message and code, and most read
 * neither from an answer that is not a 200, which is what Apollo Server sends.
 */
export function sendTheDocument(code: string, message: string): Error {
  return refusal(code, message, 200)
}

/**
 * Refuses operations that are named rather than sent. Documents are small next to their answers, so the gateway keeps no
 * store that anybody could fill: clients fall back to sending the text, and remember to.
 */
export function refuseDocumentIds(params: NamingParams): GraphQLParams {
  if (hashOf(params) !== undefined) {
    throw sendTheDocument('PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported')
  }
  if (!params.query && params.documentId != null) {
    const message =
      'Operations are known by an id only where TRUSTED_DOCUMENTS is set: send the text of this one as `query`.'
    throw refusal('PERSISTED_QUERY_NOT_SUPPORTED', message, 400)
  }
  return params
}

/** Reads `documentId` from the query string of a GET, where Yoga leaves parameters of its own out. */
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
