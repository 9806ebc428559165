import { type DocumentNode, visit } from 'graphql'
import { LRUCache } from 'lru-cache'

/** Total characters of the cached texts. A parsed document takes up to 250 bytes per character. */
const MAX_CHARACTERS = 150_000

/** Parsed documents and syntax errors, keyed by text. */
export interface DocumentCache {
  readonly documentCache: LRUCache<string, DocumentNode>
  readonly errorCache: LRUCache<string, object>
}

/** Creates a cache whose memory stays bounded even if a client sends ever new documents. */
export function createDocumentCache(): DocumentCache {
  return { documentCache: boundedCache(releaseTokens), errorCache: boundedCache() }
}

function boundedCache<Value extends object>(
  onInsert: (value: Value) => void = () => {},
): LRUCache<string, Value> {
  return new LRUCache({
    maxSize: MAX_CHARACTERS,
    sizeCalculation: (_value, text) => Math.max(1, text.length),
    onInsert,
  })
}

/** Releases the tokens that the parser links to a document: they take as much memory as the nodes, and nothing reads them. */
function releaseTokens(document: DocumentNode): void {
  const startToken = document.loc?.startToken
  if (startToken === undefined) return
  visit(document, {
    enter({ loc }) {
      if (loc !== undefined) Object.assign(loc, { startToken, endToken: startToken })
    },
  })
  Object.assign(startToken, { next: null })
}
