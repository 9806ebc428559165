import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'

/**
 * Works around a bug of GraphiQL: tabs keep the offset of their reorder animation until they get the focus. A click
 * then moves the tab away from the pointer and is lost.
 */
const STILL_TABS = '.graphiql-tab{transform:none!important}'

interface Page {
  /** About 2 MB. Decompressed (9 MB) only for clients without gzip, which are rare. */
  readonly gzipped: Buffer
  readonly hash: string
  readonly contentSecurityPolicy: string
}

const ACCEPTS_GZIP = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i

/** Options of {@link createGraphiQL}. */
export interface GraphiQLOptions {
  /** True if operations need a token, which users enter in the headers editor. */
  readonly needsToken: boolean
}

/** Creates the GraphiQL handler. The page is rendered on first use, and works offline because it uses no CDN. */
export function createGraphiQL(
  options: GraphiQLOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  let rendering: Promise<Page> | undefined
  return async (request, response) => {
    rendering ??= render(options).catch((error: unknown) => {
      rendering = undefined
      throw error
    })
    const page = await rendering
    const zipped = ACCEPTS_GZIP.test(String(request.headers['accept-encoding'] ?? ''))
    // A strong ETag identifies the bytes, so each encoding needs its own.
    const etag = `"${page.hash}${zipped ? '-gzip' : ''}"`
    response.setHeader('etag', etag)
    response.setHeader('cache-control', 'no-cache')
    response.appendHeader('vary', 'accept-encoding')
    response.setHeader('content-security-policy', page.contentSecurityPolicy)
    if (matches(request.headers['if-none-match'], etag)) {
      response.writeHead(304).end()
      return
    }
    const body = zipped ? page.gzipped : await promisify(gunzip)(page.gzipped)
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-length': body.length,
      ...(zipped && { 'content-encoding': 'gzip' }),
    })
    response.end(request.method === 'HEAD' ? undefined : body)
  }
}

async function render({ needsToken }: GraphiQLOptions): Promise<Page> {
  const [{ renderGraphiQL }, examples] = await Promise.all([
    import('@graphql-yoga/render-graphiql'),
    readExamples(),
  ])
  const page = renderGraphiQL({
    title: 'AppStream',
    // Shows the headers editor, whose headers GraphiQL sends with event streams. They are not stored, since they
    // contain the token.
    ...(needsToken
      ? { defaultEditorToolsVisibility: 'headers', shouldPersistHeaders: false }
      : { subscriptionsProtocol: 'WS' }),
    defaultTabs: examples.map((query) => ({ query })),
  })
  // The first occurrence ends the head; the script may contain others.
  const html = page.replace('</head>', `<style>${STILL_TABS}</style></head>`)
  return {
    gzipped: await promisify(gzip)(html),
    hash: createHash('sha256').update(html).digest('base64url'),
    contentSecurityPolicy: contentSecurityPolicyOf(html),
  }
}

/** Allows only the script of the page and connections to its origin. The editor injects styles and workers. */
function contentSecurityPolicyOf(html: string): string {
  const script = /<script>(.*?)<\/script>/s.exec(html)?.[1] ?? ''
  const scriptHash = createHash('sha256').update(script).digest('base64')
  return [
    "default-src 'none'",
    `script-src 'sha256-${scriptHash}'`,
    'worker-src blob:',
    "style-src 'unsafe-inline'",
    'img-src data:',
    'font-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  const candidates = ifNoneMatch?.split(',').map((candidate) => candidate.trim().replace(/^W\//, '')) ?? []
  return candidates.includes(etag) || candidates.includes('*')
}

const FOLDER = new URL('./examples/', import.meta.url)

/** Reads the operations that GraphiQL opens with, one per tab, in order of their file names. */
export async function readExamples(): Promise<readonly string[]> {
  const files = (await readdir(FOLDER)).filter((name) => name.endsWith('.graphql')).sort()
  return Promise.all(files.map((name) => readFile(new URL(name, FOLDER), 'utf8')))
}
