import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { IdentityProvider } from './client/settings.ts'
import { FIRST_EXAMPLES, readTopics } from './examples.ts'
import { renderPage } from './render.ts'

interface Page {
  /** About 2 MB. Decompressed (9 MB) only for clients without gzip, which are rare. */
  readonly gzipped: Buffer
  readonly hash: string
  readonly contentSecurityPolicy: string
}

const ACCEPTS_GZIP = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i

/** Options of {@link createGraphiQL}. */
export interface GraphiQLOptions {
  /** Identity provider whose tokens operations require; undefined if they require none. */
  readonly identityProvider: IdentityProvider | undefined
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

async function render({ identityProvider }: GraphiQLOptions): Promise<Page> {
  const { html, contentSecurityPolicy } = await renderPage({
    // Other members of the options are not for the public.
    identityProvider: identityProvider && {
      issuer: identityProvider.issuer,
      audience: identityProvider.audience,
    },
    topics: await readTopics(),
    firstExamples: FIRST_EXAMPLES,
  })
  return {
    gzipped: await promisify(gzip)(html),
    hash: createHash('sha256').update(html).digest('base64url'),
    contentSecurityPolicy,
  }
}

function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  const candidates = ifNoneMatch?.split(',').map((candidate) => candidate.trim().replace(/^W\//, '')) ?? []
  return candidates.includes(etag) || candidates.includes('*')
}
