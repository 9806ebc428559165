import { once } from 'node:events'
import { createServer, request as send } from 'node:http'
import { join } from 'node:path'
import { createSchema } from 'graphql-yoga'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { companySeed } from '../../src/emulator/server.ts'
import { startServer } from '../integration/server/support.ts'
import {
  BROWSER_TEST,
  skipReason,
  startBrowser,
  type Tab,
  type TestBrowser,
} from '../support/browser/browser.ts'
import { type GraphiQLPage, openGraphiQL } from '../support/browser/graphiql.ts'
import { startGateway } from '../support/gateway.ts'

/** Folder for browser screenshots; none are taken if unset. */
const screenshots = process.env['SCREENSHOTS']
const TIME = /\d\d:\d\d:\d\d/

/** Schema with a subscription that ends after `count` events. */
const ticking = createSchema({
  typeDefs: /* GraphQL */ `
    type Query {
      hello: String
    }
    type Subscription {
      ticked(count: Int!): Tick
    }
    type Tick {
      name: String
    }
  `,
  resolvers: {
    Subscription: {
      ticked: {
        async *subscribe(_parent: unknown, { count }: { count: number }) {
          for (let number = 1; number <= count; number++) yield { ticked: { name: `tick ${number}` } }
        },
      },
    },
  },
})

describe.skipIf(skipReason !== undefined)('Events of a subscription in GraphiQL', BROWSER_TEST, () => {
  const started = new AsyncDisposableStack()
  /** Gateway of the shared page, which the last test stops. */
  const gateway = new AsyncDisposableStack()
  let browser: TestBrowser
  let tab: Tab
  let graphiql: GraphiQLPage
  beforeAll(async () => {
    browser = started.use(await startBrowser())
    started.use(gateway)
    const { url } = gateway.use(await startGateway({ emulator: { seed: companySeed } }))
    tab = started.use(await browser.openTab())
    graphiql = await openGraphiQL(tab.page, url)
  })
  afterAll(() => started.disposeAsync())

  test('are listed newest first with times, until stopped', async () => {
    await graphiql.openExample('Watch fleet capacity', 'WatchFleetCapacity')
    await graphiql.run()
    await graphiql.rows.getByText('SYNCED').waitFor()
    expect(await graphiql.rows.first().textContent()).toMatch(/^\d\d:\d\d:\d\d\.\d{3} SYNCED$/)
    expect(await graphiql.rows.last().textContent()).toMatch(/^\d\d:\d\d:\d\d\.\d{3} SNAPSHOT · \S+$/)
    const count = await graphiql.rows.count()
    await graphiql.events.getByRole('heading', { name: `${count} events` }).waitFor()
    await graphiql.events.getByText('listening over WebSocket').waitFor()
    await graphiql.response.getByText('"SYNCED"').waitFor()
    await graphiql.rows.last().click()
    await graphiql.rows.last().getByText('"SNAPSHOT"').waitFor()
    if (screenshots) await tab.page.screenshot({ path: join(screenshots, 'events.png') })

    await graphiql.stop()
    await graphiql.events.getByText(new RegExp(`^stopped ${TIME.source}$`)).waitFor()
    await graphiql.response.getByText('"SYNCED"').waitFor()
    await graphiql.selectTab('FromBuilderToImageAndBack')
    await graphiql.events.waitFor({ state: 'hidden' })
    await graphiql.selectTab('WatchFleetCapacity')
    await expect.poll(() => graphiql.rows.count(), { timeout: 30_000 }).toBe(count)

    await graphiql.events.getByRole('button', { name: 'Clear' }).click()
    await graphiql.events.getByText(`${count} events, none kept`).waitFor()
    expect(await graphiql.rows.count()).toBe(0)
    expect(tab.errors).toEqual([])
  })

  test('arrive over server-sent events if the tab has headers', async () => {
    await graphiql.selectTab('WatchImageBuilders')
    await graphiql.enterHeaders({ 'x-request-id': 'of-a-tab' })
    await graphiql.run()
    await graphiql.rows.getByText('SYNCED').waitFor()
    await graphiql.events.getByText('listening over server-sent events').waitFor()
    await graphiql.stop()
    await graphiql.events.getByText(/^stopped/).waitFor()
    expect(tab.errors).toEqual([])
  })

  test('of an invalid subscription are its errors, over both transports', async () => {
    await graphiql.enterQuery('subscription Wrong { noSuchEvent }')
    await graphiql.run()
    await graphiql.events.getByText(/^failed .*Cannot query field "noSuchEvent"/).waitFor()
    await graphiql.response.getByText('Cannot query field').waitFor()
    await graphiql.enterHeaders({ 'x-request-id': 'of-a-tab' })
    await graphiql.run()
    await graphiql.events.getByText(/^ended/).waitFor()
    expect(await graphiql.rows.allTextContents()).toEqual([expect.stringContaining('Cannot query field')])
    await graphiql.response.getByText('Cannot query field').waitFor()
  })

  test('arrive over server-sent events behind a proxy without WebSockets', async () => {
    await using gateway = await startGateway({ emulator: { seed: companySeed } })
    await using proxy = await startHttpProxy(gateway.url)
    await using ownTab = await browser.openTab()
    const proxied = await openGraphiQL(ownTab.page, proxy.url)
    await proxied.openExample('Watch fleet capacity', 'WatchFleetCapacity')
    await proxied.run()
    await proxied.rows.getByText('SYNCED').waitFor()
    await proxied.events.getByText('listening over server-sent events').waitFor()
  })

  test('keep the page responsive by the thousands, and the newest are kept', async () => {
    await using server = await startServer({ schema: ticking })
    for (let attempt = 1; ; attempt++) {
      await using tab = await browser.openTab()
      const graphiql = await openGraphiQL(tab.page, server.url)
      await graphiql.enterQuery('subscription Ticks { ticked(count: 5000) { name } }')
      await tab.page.evaluate(observeLongTasks)
      await graphiql.run()
      await graphiql.events.getByText(new RegExp(`^ended ${TIME.source}$`)).waitFor()
      await graphiql.events.getByRole('heading', { name: '5000 events, the last 500 kept' }).waitFor()
      expect(await graphiql.rows.count()).toBe(500)
      expect(await graphiql.rows.first().textContent()).toContain('tick 5000')
      expect(await graphiql.rows.last().textContent()).toContain('tick 4501')
      await graphiql.response.getByText('"tick 5000"').waitFor()
      const longestTaskMs = await tab.page.evaluate(() => Reflect.get(globalThis, 'longestTaskMs'))
      // A frozen page would have one task for all events, each time. A pause of the machine lengthens a task once.
      if (attempt === 3) expect(longestTaskMs).toBeLessThan(3000)
      if (longestTaskMs < 3000) return
    }
  })

  test('end with the reason when the gateway stops, and later operations fail', async () => {
    await graphiql.selectTab('WatchFleetCapacity')
    await graphiql.run()
    await graphiql.rows.getByText('SYNCED').waitFor()
    const count = await graphiql.rows.count()
    await gateway.disposeAsync()
    await graphiql.events.getByText(new RegExp(`^failed ${TIME.source}: The`)).waitFor()
    expect(await graphiql.rows.count()).toBe(count)
    await graphiql.response.getByText('"SYNCED"').waitFor()

    await graphiql.run()
    await graphiql.events.getByText(/^failed .*does not respond/).waitFor()
    await graphiql.selectTab('FromBuilderToImageAndBack')
    await graphiql.run()
    await graphiql.response.getByText('does not respond').waitFor()
  })
})

/** Starts a proxy that forwards requests and never upgrades a connection. */
async function startHttpProxy(target: string): Promise<{ readonly url: string } & AsyncDisposable> {
  const { port, pathname } = new URL(target)
  const server = createServer((request, response) => {
    const { method, headers, url: path } = request
    const forwarded = send({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    forwarded.on('error', () => response.destroy())
    response.on('close', () => forwarded.destroy())
    request.pipe(forwarded)
  })
    .on('upgrade', (_request, socket) =>
      socket.end('HTTP/1.1 426 Upgrade Required\r\nconnection: close\r\n\r\n'),
    )
    .listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.')
  return {
    url: `http://127.0.0.1:${address.port}${pathname}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Records the longest task of the page from now on. */
function observeLongTasks(): void {
  Reflect.set(globalThis, 'longestTaskMs', 0)
  new PerformanceObserver((list) => {
    const longest = Math.max(...list.getEntries().map(({ duration }) => duration))
    Reflect.set(globalThis, 'longestTaskMs', Math.max(Reflect.get(globalThis, 'longestTaskMs'), longest))
  }).observe({ entryTypes: ['longtask'] })
}
