import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { build } from 'vite'
import { expect, test } from 'vitest'
import { BROWSER_TEST, openTab, skipReason } from '../support/browser/browser.ts'
import { startDeployment } from '../support/deployment.ts'
import { extractRecipes, type Recipes } from '../support/doc-modules.ts'
import { startIssuer } from '../support/issuer.ts'

/** Data that the page has received and shows, by client. */
type Shown = Readonly<
  Record<string, { readonly events: readonly string[]; readonly items: readonly object[] }>
>

/** Page that follows the live list with three clients. */
const PAGE = `
import { gql } from '@apollo/client/core'
import { createApolloClient as createOverHttp } from './apollo-http.js'
import { createApolloClient as createOverWebSocket } from './apollo-ws.js'
import { connect } from './graphql-ws.js'
import { createLiveList, query, variables } from './live-list.js'

const url = new URLSearchParams(location.search).get('url')
const getToken = (client) => async () => (await fetch('/token/' + client)).text()
globalThis.shown = {}

function listen(client) {
  const own = { events: [], items: [] }
  shown[client] = own
  const onResult = createLiveList((items) => { own.items = items })
  const end = (how) => () => own.events.push(how)
  return {
    next(result) {
      const { kind, state, imageBuilder } = result.data.imageBuilderStateChanged
      own.events.push([kind, imageBuilder?.name, kind === 'STATE_CHANGED' && state].filter(Boolean).join(' '))
      onResult(result)
    },
    error: end('error'),
    complete: end('complete'),
  }
}

connect(url, getToken('ws')).subscribe({ query, variables }, listen('ws'))
for (const [client, create] of [['apolloWs', createOverWebSocket], ['apolloHttp', createOverHttp]])
  create(url, getToken(client))
    .subscribe({ query: gql(query), variables, fetchPolicy: 'no-cache' })
    .subscribe(listen(client))
`
const CLIENTS = ['ws', 'apolloWs', 'apolloHttp']

/** Bundles the page's script as a company would. */
async function bundle({ folder }: Recipes): Promise<string> {
  await writeFile(join(folder, 'page.js'), PAGE)
  await build({
    root: folder,
    configFile: false,
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: { lib: { entry: 'page.js', formats: ['es'], fileName: () => 'bundle.js' }, outDir: 'dist' },
  })
  return readFile(join(folder, 'dist/bundle.js'), 'utf8')
}

/** Serves on a free port of 127.0.0.1. */
async function serve(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

test('resumes a live list after token expiry and a restart', BROWSER_TEST, async ({ skip }) => {
  skip(skipReason !== undefined, skipReason)
  await using recipes = await extractRecipes()
  const script = await bundle(recipes)
  await using issuer = await startIssuer()
  const tokens: Record<string, number> = {}
  /** Runs while the client with the expired token is disconnected. */
  let onReturn = () => {}
  let pages = 0
  await using site = await serve(async ({ url = '/' }, response) => {
    const [, client] = /^\/token\/(\w+)$/.exec(url) ?? []
    if (client !== undefined) {
      tokens[client] = (tokens[client] ?? 0) + 1
      if (tokens[client] === 2) onReturn()
      // The gateway tolerates 5 s of clock skew: the first token remains valid for 10 s, in which a busy machine can sync.
      const exp = Math.floor(Date.now() / 1000) + 6
      response.end(await issuer.token(tokens[client] === 1 ? { exp } : {}))
    } else if (url === '/bundle.js') {
      response.setHeader('content-type', 'text/javascript').end(script)
    } else {
      if (url.startsWith('/?')) pages++
      response.setHeader('content-type', 'text/html')
      response.end(
        '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/bundle.js"></script>',
      )
    }
  })
  await using deployment = await startDeployment({ ...issuer.env, CORS_ORIGINS: site.origin })
  const { home } = deployment
  for (const Name of ['one', 'two']) home.putImageBuilder({ Name, State: 'STOPPED' })
  const change = (State: string) => home.change('image-builder', 'two', { State })
  onReturn = () => {
    onReturn = () => {}
    change('PENDING')
  }

  await using tab = await openTab()
  const { page } = tab
  await page.goto(`${site.origin}/?url=${deployment.url}`)
  const shown = () => page.evaluate(() => (globalThis as unknown as { shown: Shown }).shown)
  async function expectShown(events: readonly string[], state: string) {
    const items = ['STOPPED', state].map((each, index) => ({ name: ['one', 'two'][index], state: each }))
    const each = Object.fromEntries(CLIENTS.map((client) => [client, { events, items }]))
    await expect.poll(shown, { interval: 100, timeout: 30_000 }).toEqual(each)
  }

  const snapshot = ['SNAPSHOT one', 'SNAPSHOT two', 'SYNCED']
  const resumed = [...snapshot, 'STATE_CHANGED two PENDING']
  await expectShown(resumed, 'PENDING')
  // The three tokens expire one after another: the change went out when the first did.
  const renewed = () => CLIENTS.filter((client) => (tokens[client] ?? 0) >= 2)
  await expect.poll(renewed, { interval: 100, timeout: 30_000 }).toEqual(CLIENTS)
  await expectShown(resumed, 'PENDING')

  await deployment.replace(() => change('RUNNING'))
  const restarted = [...resumed, 'RESET', ...snapshot]
  await expectShown(restarted, 'RUNNING')
  change('STOPPING')
  await expectShown([...restarted, 'STATE_CHANGED two STOPPING'], 'STOPPING')
  expect(pages).toBe(1)
})
