import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { companySeed } from '../../src/emulator/server.ts'
import { BROWSER_TEST, skipReason, startBrowser, type TestBrowser } from '../support/browser/browser.ts'
import { openGraphiQL } from '../support/browser/graphiql.ts'
import { createTestTime, startGateway, type TestGateway } from '../support/gateway.ts'
import { type Issuer, startIssuer } from '../support/issuer.ts'

/** Folder for browser screenshots; none are taken if unset. */
const screenshots = process.env['SCREENSHOTS']

describe.skipIf(skipReason !== undefined)('GraphiQL with authentication', BROWSER_TEST, () => {
  const started = new AsyncDisposableStack()
  let browser: TestBrowser
  let issuer: Issuer
  let gateway: TestGateway
  beforeAll(async () => {
    browser = started.use(await startBrowser())
    issuer = started.use(await startIssuer())
    gateway = started.use(await startGateway({ env: issuer.env, emulator: { seed: companySeed } }))
  })
  afterAll(() => started.disposeAsync())

  test('asks for a token, which all tabs and subscriptions then use', async () => {
    await using tab = await browser.openTab()
    const { page } = tab
    const graphiql = await openGraphiQL(page, gateway.url)
    const box = page.getByRole('region', { name: 'Access token' })
    await box.getByText(`requires an access token issued by ${issuer.env.AUTH_ISSUER}`).waitFor()
    await box.getByText(issuer.env.AUTH_AUDIENCE).waitFor()
    await graphiql.run()
    await graphiql.response.getByText('paste one into the box').waitFor()
    if (screenshots) await page.screenshot({ path: join(screenshots, 'token-missing.png') })

    const token = await issuer.token()
    await graphiql.tokenInput.fill(`Authorization: Bearer ${token}`)
    await page.keyboard.press('Enter')
    await box.getByText('Used by all tabs as ada, expires').waitFor()
    await graphiql.run()
    await graphiql.response.getByText('"imageBuilders"').waitFor()
    expect(await graphiql.response.textContent()).not.toContain('"errors"')
    await graphiql.selectTab('WatchImageBuilders')
    await graphiql.run()
    await graphiql.rows.getByText('SYNCED').waitFor()
    await graphiql.events.getByText('listening over WebSocket').waitFor()
    // The schema, for which GraphiQL waited.
    await page.getByRole('button', { name: /documentation explorer/i }).click()
    await page.locator('.graphiql-doc-explorer').getByText('Query', { exact: true }).first().waitFor()
    if (screenshots) await page.screenshot({ path: join(screenshots, 'identity.png') })

    await graphiql.enterHeaders({ 'x-request-id': 'of-a-tab' })
    await graphiql.stop()
    await graphiql.run()
    await graphiql.events.getByText('listening over server-sent events').waitFor()
    await graphiql.rows.getByText('SYNCED').waitFor()

    const stored = () => page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.cookie]))
    // GraphiQL stores its tabs half a second after a change, the headers of a tab with them.
    await expect.poll(stored, { timeout: 30_000 }).toContain('WatchImageBuilders')
    expect(await stored()).not.toContain(token)
    expect(page.url()).toBe(gateway.url)
    expect(await page.locator('html').innerHTML()).not.toContain(token)
    await page.reload()
    await box.getByText('requires an access token').waitFor()
    expect(tab.errors).toEqual([])
  })

  test('explains a rejected token, and loads the schema with the next one', async () => {
    await using tab = await browser.openTab()
    const { page } = tab
    const graphiql = await openGraphiQL(page, gateway.url)
    const box = page.getByRole('region', { name: 'Access token' })
    const enter = async (token: string) => {
      await graphiql.tokenInput.fill(token)
      await page.keyboard.press('Enter')
    }
    await enter('not a token')
    await box.getByText('That is not an access token.').waitFor()
    const anHourAgo = Math.floor(Date.now() / 1000) - 3600
    await enter(await issuer.token({ exp: anHourAgo }))
    await box.getByText(/expired.*Paste a token issued by/).waitFor()
    await graphiql.run()
    await graphiql.response.getByText('"errors"').waitFor()
    await enter(await issuer.token({ aud: 'https://other.example.com' }))
    await box.getByText(/aud.*Paste a token issued by/).waitFor()
    await graphiql.selectTab('WatchImageBuilders')
    await graphiql.run()
    await graphiql.events.getByText(/^failed .*aud/).waitFor()
    if (screenshots) await page.screenshot({ path: join(screenshots, 'token-rejected.png') })

    await enter(await issuer.token({ sub: 'grace' }))
    await box.getByText('Used by all tabs as grace').waitFor()
    await page.getByRole('button', { name: /documentation explorer/i }).click()
    await page.locator('.graphiql-doc-explorer').getByText('Query', { exact: true }).first().waitFor()
    await box.getByRole('button', { name: 'Forget token' }).click()
    await box.getByText('requires an access token').waitFor()
  })

  test('ends a subscription when its token expires, and asks for another', async () => {
    await using tab = await browser.openTab()
    const { page } = tab
    const time = createTestTime()
    await using gateway = await startGateway({ ...time, env: issuer.env, emulator: { seed: companySeed } })
    const graphiql = await openGraphiQL(page, gateway.url)
    const exp = Math.floor(time.clock.now() / 1000) + 1
    await graphiql.selectTab('WatchImageBuilders')
    await graphiql.tokenInput.fill(await issuer.token({ exp }))
    await page.keyboard.press('Enter')
    await graphiql.run()
    await graphiql.rows.getByText('SYNCED').waitFor()
    // The gateway accepts a token for 5 seconds longer.
    time.advance(4_000)
    expect(await graphiql.events.getByText(/^listening/).isVisible()).toBe(true)
    time.advance(2_000)
    await graphiql.events.getByText(/^failed .*The token has expired/).waitFor()
    await page.getByRole('region', { name: 'Access token' }).getByText('Paste a token issued by').waitFor()
    expect(await graphiql.rows.count()).toBe(1)
  })
})
