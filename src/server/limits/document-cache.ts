import type { DocumentNode } from 'graphql'
import { LRUCache } from 'lru-cache'

/** Of the texts of all documents kept. What is made of a character takes 250 to 500 bytes where it is a token by itself. */
const MAX_CHARACTERS = 250_000

/** Parsed documents and syntax errors by the documents' texts. */
export interface DocumentCache {
  readonly documentCache: LRUCache<string, DocumentNode>
  readonly errorCache: LRUCache<string, object>
}

/** Makes a cache of documents that whoever sends ever different ones cannot make large. */
export function createDocumentCache(): DocumentCache {
  return { documentCache: boundedCache(), errorCache: boundedCache() }
}

function boundedCache<Value extends object>(): LRUCache<string, Value> {
  return new LRUCache({
    maxSize: MAX_CHARACTERS,
    sizeCalculation: (_value, text) => Math.max(1, text.length),
  })
}
