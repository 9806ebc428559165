import { join } from 'node:path'
import { createSchema } from 'graphql-yoga'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { companySeed } from '../../src/emulator/server.ts'
import { startServer } from '../integration/server/support.ts'
import { skipReason, startBrowser, type Tab, type TestBrowser } from '../support/browser.ts'
import { startGateway } from '../support/gateway.ts'
import { type GraphiQLPage, openGraphiQL } from '../support/graphiql.ts'

/** Folder for browser screenshots; none are taken if unset. */
const screenshots = process.env['SCREENSHOTS']
const TIME = /\d\d:\d\d:\d\d/

/** Schema with a subscription that ends after `count` events, and one that waits after its first. */
const ticking = createSchema({
  typeDefs: /* GraphQL */ `
    type Query {
      hello: String
    }
    type Subscription {
      ticked(count: Int!): Tick
      waits: Tick
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
      waits: {
        async *subscribe() {
          yield { waits: { name: 'first' } }
          await new Promise(() => {})
        },
      },
    },
  },
})

describe.skipIf(skipReason !== undefined)('Events of a subscription in GraphiQL', () => {
  const started = new AsyncDisposableStack()
  let browser: TestBrowser
  let tab: Tab
  let graphiql: GraphiQLPage
  beforeAll(async () => {
    browser = started.use(await startBrowser())
    const gateway = started.use(await startGateway({ emulator: { seed: companySeed } }))
    tab = started.use(await browser.openTab())
    graphiql = await openGraphiQL(tab.page, gateway.url)
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
    expect(await graphiql.rows.count()).toBe(count)

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

  test('keep the page responsive by the thousands, and fail with a stopped gateway', async () => {
    await using stopped = new AsyncDisposableStack()
    const server = stopped.use(await startServer({ schema: ticking }))
    await using tab = await browser.openTab()
    const graphiql = await openGraphiQL(tab.page, server.url)
    await graphiql.enterQuery('subscription Ticks { ticked(count: 5000) { name } }')
    await tab.page.evaluate(observeLongTasks)
    await graphiql.run()
    await graphiql.events.getByText(new RegExp(`^ended ${TIME.source}$`)).waitFor({ timeout: 30_000 })
    await graphiql.events.getByRole('heading', { name: '5000 events, the last 500 kept' }).waitFor()
    expect(await graphiql.rows.count()).toBe(500)
    expect(await graphiql.rows.first().textContent()).toContain('tick 5000')
    expect(await graphiql.rows.last().textContent()).toContain('tick 4501')
    await graphiql.response.getByText('"tick 5000"').waitFor()
    // A frozen page would have one task for all events.
    expect(await tab.page.evaluate(() => Reflect.get(globalThis, 'longestTaskMs'))).toBeLessThan(3000)

    await graphiql.enterQuery('subscription Waits { waits { name } }')
    await graphiql.run()
    await graphiql.rows.getByText('first').waitFor()
    await stopped.disposeAsync()
    await graphiql.events.getByText(new RegExp(`^failed ${TIME.source}: The`)).waitFor()
    expect(await graphiql.rows.count()).toBe(1)
    await graphiql.response.getByText('"first"').waitFor()

    await graphiql.run()
    await graphiql.events.getByText(/^failed .*does not respond/).waitFor()
    await graphiql.selectTab('FromBuilderToImageAndBack')
    await graphiql.run()
    await graphiql.response.getByText('does not respond').waitFor()
  })
})

/** Records the longest task of the page from now on. */
function observeLongTasks(): void {
  Reflect.set(globalThis, 'longestTaskMs', 0)
  new PerformanceObserver((list) => {
    const longest = Math.max(...list.getEntries().map(({ duration }) => duration))
    Reflect.set(globalThis, 'longestTaskMs', Math.max(Reflect.get(globalThis, 'longestTaskMs'), longest))
  }).observe({ entryTypes: ['longtask'] })
}
