import { type DocumentNode, print } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { plainId, type TrustedDocuments } from '../../trusted-documents.ts'
import { codedError } from '../coded-error.ts'
import type { Admit } from './params.ts'
import { type DocumentIdParams, hashOf, persistedQueryError } from './persisted-queries.ts'

/**
 * Replaces a document id with its document: `documentId` (GraphQL over HTTP, appendix on persisted documents) or
 * Apollo's `extensions.persistedQuery`.
 */
export function admitDocumentIds({ byId }: TrustedDocuments): Admit {
  return ({ documentId, ...params }: DocumentIdParams) => {
    const hash = hashOf(params)
    const id = documentId ?? hash
    if (params.query || id == null) return params
    if (typeof id !== 'string') throw codedError('BAD_REQUEST', 'The document id must be a string.', 400)
    const query = byId.get(plainId(id))
    if (query === undefined) {
      const [code, message] = ['PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound'] as const
      throw id === hash ? persistedQueryError(code, message) : codedError(code, message, 400)
    }
    return { ...params, query }
  }
}

/** Rejects every document that is not in the manifest, regardless of its formatting and transport. */
export function useTrustedDocuments({ printed }: TrustedDocuments): Plugin {
  const trusted = new WeakSet<DocumentNode>()
  function isTrusted(document: DocumentNode): boolean {
    if (!trusted.has(document) && printed.has(print(document))) trusted.add(document)
    return trusted.has(document)
  }
  return {
    onParse:
      () =>
      ({ result, replaceParseResult }) => {
        if (result === null || result instanceof Error || isTrusted(result)) return
        const message =
          'The operation is not in the manifest of allowed operations (TRUSTED_DOCUMENTS): add it there.'
        replaceParseResult(codedError('DOCUMENT_NOT_TRUSTED', message, 400))
      },
  }
}
