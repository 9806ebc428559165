import { hash } from 'node:crypto'
import { type DocumentNode, visit } from 'graphql'
import { LRUCache } from 'lru-cache'

/** Total characters of the cached texts. A parsed document takes up to 250 bytes per character. */
const MAX_CHARACTERS = 150_000
/** Maximum number of digests of texts that were seen once. */
const MAX_SEEN_ONCE = 2_000

/** Cache of values by text, with bounded memory. */
export interface TextCache<Value> {
  get(text: string): Value | undefined
  /** Stores the value if its text was set before. */
  set(text: string, value: Value): void
}

/** Parsed documents and syntax errors, keyed by text. */
export interface DocumentCache {
  readonly documentCache: TextCache<DocumentNode>
  readonly errorCache: TextCache<object>
}

/**
 * Creates a cache whose memory stays bounded even if clients always send new documents. It stores a document only when
 * its text is sent a second time: documents with inline values are never sent again, and would evict the others.
 */
export function createDocumentCache(): DocumentCache {
  return { documentCache: createTextCache(releaseTokens), errorCache: createTextCache() }
}

function createTextCache<Value extends object>(onInsert?: (value: Value) => void): TextCache<Value> {
  const kept = new LRUCache<string, Value>({
    maxSize: MAX_CHARACTERS,
    sizeCalculation: (_value, text) => Math.max(1, text.length),
    ...(onInsert && { onInsert }),
  })
  const seenOnce = new LRUCache<string, true>({ max: MAX_SEEN_ONCE })
  return {
    get: (text) => kept.get(text),
    set(text, value) {
      const digest = hash('sha1', text, 'base64')
      if (seenOnce.delete(digest)) kept.set(text, value)
      else seenOnce.set(digest, true)
    },
  }
}

/** Releases the tokens of a parsed document. They take as much memory as the nodes, and nothing reads them. */
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
