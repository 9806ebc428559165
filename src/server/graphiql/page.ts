import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { readExamples } from './examples.ts'

/**
 * GraphiQL's tabs keep the shift that their order was animated with, and have it undone while they are focused only: the
 * first press moves a tab away from under the pointer, and the click is lost.
 */
const STILL_TABS = '.graphiql-tab{transform:none!important}'

interface Page {
  /** 2 MB; the 9 MB of plain text are made from it for the rare client that wants them. */
  readonly gzipped: Buffer
  readonly hash: string
  readonly contentSecurityPolicy: string
}

const ACCEPTS_GZIP = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i

/** How GraphiQL is served. */
export interface GraphiQLOptions {
  /** Whether operations need a token, which people then put into the headers editor. */
  readonly needsToken: boolean
}

/** Serves GraphiQL, all of it from here: it works on a machine that reaches no CDN. Rendered at its first use. */
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
    // A strong ETag names bytes, so each encoding has its own.
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
    // It sends its headers with event streams, its default, not with WebSockets; and it would keep a token on the disk.
    ...(needsToken
      ? { defaultEditorToolsVisibility: 'headers', shouldPersistHeaders: false }
      : { subscriptionsProtocol: 'WS' }),
    defaultTabs: examples.map((query) => ({ query })),
  })
  // The first of them ends the head; the script may speak of others.
  const html = page.replace('</head>', `<style>${STILL_TABS}</style></head>`)
  return {
    gzipped: await promisify(gzip)(html),
    hash: createHash('sha256').update(html).digest('base64url'),
    contentSecurityPolicy: contentSecurityPolicyOf(html),
  }
}

/** Only the page's own script runs, and it talks to nobody but this origin. Its editor injects styles and workers. */
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
