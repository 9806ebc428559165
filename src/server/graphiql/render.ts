import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { PageSettings } from './client/settings.ts'

/** Page with its Content Security Policy. */
export interface RenderedPage {
  readonly html: string
  readonly contentSecurityPolicy: string
}

/** Renders the page. It contains everything that it needs, so it works offline. */
export async function renderPage(settings: PageSettings): Promise<RenderedPage> {
  const [graphiql, style, client] = await Promise.all([
    import('@graphql-yoga/render-graphiql/graphiql'),
    readOwnFile('page.css'),
    readOwnFile('client.js'),
  ])
  const workers = {
    editorWorkerService: graphiql.editorWorkerService,
    json: graphiql.jsonWorker,
    graphql: graphiql.graphqlWorker,
  }
  const scripts = [
    // `globalAPI` publishes `monaco`, with which the client opens examples.
    `const workers = ${toScript(workers)}
for (const label in workers)
  workers[label] = URL.createObjectURL(new Blob([workers[label]], { type: 'application/javascript' }))
self.MonacoEnvironment = { globalAPI: true, getWorkerUrl: (_, label) => workers[label] }`,
    graphiql.js,
    `${client}\nAppStreamGraphiQL.start(${toScript(settings)})`,
  ]
  return {
    html: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>AppStream</title>
<link rel="icon" href="${graphiql.favicon}">
<style>${graphiql.css}</style>
<style>${style}</style>
</head>
<body class="no-focus-outline">
<noscript>GraphiQL requires JavaScript.</noscript>
${scripts.map((script) => `<script>${script}</script>`).join('\n')}
</body>
</html>
`,
    contentSecurityPolicy: contentSecurityPolicyOf(scripts),
  }
}

/** Converts a value to JSON that cannot end a script element. */
function toScript(value: object): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c')
}

function readOwnFile(name: string): Promise<string> {
  return readFile(new URL(name, import.meta.url), 'utf8')
}

/** Allows only the scripts of the page and connections to its origin. The editor injects styles and workers. */
function contentSecurityPolicyOf(scripts: readonly string[]): string {
  const hashes = scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`)
  return [
    "default-src 'none'",
    `script-src ${hashes.join(' ')}`,
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
