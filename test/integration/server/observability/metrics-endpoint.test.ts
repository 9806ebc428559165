import { describe, expect, test } from 'vitest'
import { startGateway } from '../../../support/gateway.ts'
import { scrape } from '../../../support/metrics.ts'
import { startServer } from '../support.ts'

test('show the readiness without an attempt to read AWS', async () => {
  await using gateway = await startGateway()
  const readiness = async () => (await scrape(gateway.url, 'ready')).map(({ value }) => value)

  expect(await readiness()).toEqual([0])
  expect(gateway.emulator.calls.count()).toBe(0)
  await gateway.read('{ imageBuilders { totalCount } }')
  expect(await readiness()).toEqual([1])
})

test('show a draining gateway as not ready', async () => {
  await using server = await startServer()
  expect(await scrape(server.url, 'ready')).toEqual([{ labels: {}, value: 1 }])
  server.drain()

  expect(await scrape(server.url, 'ready')).toEqual([{ labels: {}, value: 0 }])
})

describe('/metrics', () => {
  const scraped = async (url: string, authorization?: string) => {
    const response = await fetch(new URL('/metrics', url), {
      headers: authorization === undefined ? {} : { authorization },
    })
    return [response.status, (await response.text()).includes('appstream_graphql_')]
  }

  test('requires the bearer token if configured', async () => {
    await using gateway = await startGateway({ env: { METRICS_TOKEN: 'token-of-the-scraper' } })

    expect(await scraped(gateway.url, 'Bearer token-of-the-scraper')).toEqual([200, true])
    expect(await scraped(gateway.url, 'bearer  token-of-the-scraper')).toEqual([200, true])
    for (const wrong of [
      undefined,
      '',
      'Bearer',
      'Bearer token',
      'Basic token-of-the-scraper',
      'token-of-the-scraper',
    ])
      expect(await scraped(gateway.url, wrong), wrong).toEqual([401, false])
  })

  test('challenges requests without a token', async () => {
    await using server = await startServer({ metricsAccess: { token: 'token-of-the-scraper' } })
    const response = await fetch(new URL('/metrics', server.url))

    expect(response.headers.get('www-authenticate')).toBe('Bearer')
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
  })

  test('is 404 when closed and open to all otherwise', async () => {
    await using closed = await startServer({ metricsAccess: 'closed' })
    await using open = await startServer()

    expect(await scraped(closed.url)).toEqual([404, false])
    expect(await scraped(open.url)).toEqual([200, true])
  })
})
