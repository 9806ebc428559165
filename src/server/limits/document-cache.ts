import type { DocumentNode } from 'graphql'
import { LRUCache } from 'lru-cache'

/**
 * Total characters of the cached texts. A parsed document takes 250 to 500 bytes per character if every character is a
 * token.
 */
const MAX_CHARACTERS = 250_000

/** Parsed documents and syntax errors, keyed by text. */
export interface DocumentCache {
  readonly documentCache: LRUCache<string, DocumentNode>
  readonly errorCache: LRUCache<string, object>
}

/** Creates a cache whose memory stays bounded even if a client sends ever new documents. */
export function createDocumentCache(): DocumentCache {
  return { documentCache: boundedCache(), errorCache: boundedCache() }
}

function boundedCache<Value extends object>(): LRUCache<string, Value> {
  return new LRUCache({
    maxSize: MAX_CHARACTERS,
    sizeCalculation: (_value, text) => Math.max(1, text.length),
  })
}
