import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { companySeed } from '../../src/emulator/server.ts'
import { FIRST_EXAMPLES } from '../../src/server/graphiql/examples.ts'
import { BROWSER_TEST, skipReason, startBrowser, type TestBrowser } from '../support/browser/browser.ts'
import { openGraphiQL, whenReady } from '../support/browser/graphiql.ts'
import { startGateway, type TestGateway } from '../support/gateway.ts'

/** Folder for browser screenshots; none are taken if unset. */
const screenshots = process.env['SCREENSHOTS']
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }

if (skipReason) console.warn(`SKIPPED: the tests of GraphiQL in a browser, because ${skipReason}`)

describe.skipIf(skipReason !== undefined)('GraphiQL', BROWSER_TEST, () => {
  const started = new AsyncDisposableStack()
  let browser: TestBrowser
  let gateway: TestGateway
  beforeAll(async () => {
    browser = started.use(await startBrowser())
    gateway = started.use(await startGateway({ emulator: { seed: companySeed } }))
  })
  afterAll(() => started.disposeAsync())

  test('runs examples, completes fields and shows docs offline', async () => {
    await using tab = await browser.openTab()
    const { page } = tab
    const graphiql = await openGraphiQL(page, gateway.url)
    const picture = async (name: string) => {
      if (screenshots) await page.screenshot({ path: join(screenshots, `${name}.png`) })
    }
    expect(await graphiql.tabs.allTextContents()).toEqual(FIRST_EXAMPLES)
    expect(await page.locator('.graphiql-tab-active').textContent()).toContain(FIRST_EXAMPLES[0])
    await graphiql.run()
    await graphiql.response.getByText('"imageBuilders"').waitFor()
    await graphiql.response.getByText('"baseImage"').first().waitFor()
    expect(await graphiql.response.textContent()).not.toContain('"errors"')
    expect(await graphiql.events.isVisible()).toBe(false)
    expect(await graphiql.tokenInput.count()).toBe(0)
    await picture('answer')

    // Completion needs the schema, which the documentation shows once it is loaded.
    const docs = page.locator('.graphiql-doc-explorer')
    await page.getByRole('button', { name: /documentation explorer/i }).click()
    await docs.getByText('Query', { exact: true }).first().waitFor()
    await page.getByRole('button', { name: /documentation explorer/i }).click()
    await docs.waitFor({ state: 'hidden' })

    await graphiql.editor.getByText('totalCount').click()
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await page.keyboard.type('no')
    await page.keyboard.press('Control+Space')
    await page.locator('.suggest-widget.visible').getByText('nodes').first().waitFor()
    await picture('completion')
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: /documentation explorer/i }).click()
    await docs.getByText('Query', { exact: true }).first().click()
    await docs.getByText('imageBuilders', { exact: true }).click()
    await docs.getByText('ImageBuilderConnection').waitFor()
    expect(await docs.locator('.graphiql-markdown-description').first().textContent()).not.toBe('')
    await picture('docs')

    await page.getByRole('button', { name: 'Examples', exact: true }).click()
    const menu = page.getByRole('dialog', { name: 'Examples' })
    expect(await menu.getByRole('heading').allTextContents()).toContain('People and sessions')
    await menu.getByRole('searchbox').fill('builder permanently mutation')
    expect(await menu.getByRole('listitem').allTextContents()).toEqual([
      expect.stringMatching(/^Delete an image buildermutation/),
    ])
    await menu.getByRole('searchbox').fill('nothing like that')
    await menu.getByText('No example matches.').waitFor()
    if (screenshots) await page.screenshot({ path: join(screenshots, 'examples.png') })
    await menu.getByRole('button', { name: 'Close' }).click()

    await graphiql.openExample('Targets', 'Targets')
    await graphiql.editor.getByText('appStreamTargets').waitFor()
    await graphiql.run()
    await graphiql.response.getByText('"us-east-1"').first().waitFor()
    await graphiql.openExample('Watch image builders', 'WatchImageBuilders')
    await graphiql.openExample('Targets', 'Targets')
    expect(await graphiql.tabs.allTextContents()).toEqual([...FIRST_EXAMPLES, 'Targets'])

    expect(tab.foreignRequests).toEqual([])
    expect(tab.errors).toEqual([])
  })

  test('runs the operation of a tab that was selected in the same moment', async () => {
    await using tab = await browser.openTab()
    const { tabs, rows } = await openGraphiQL(tab.page, gateway.url)
    const run = await tab.page.getByRole('button', { name: /execute query/i }).elementHandle()
    const select = tabs.getByText('WatchImageBuilders', { exact: true })
    // Later, GraphiQL would have parsed the document of the tab.
    await select.evaluate((tabButton: HTMLElement, runButton) => {
      tabButton.click()
      runButton?.dispatchEvent(new MouseEvent('click', { bubbles: true }))
    }, run)
    await rows.getByText('SYNCED').waitFor()
    expect(tab.errors).toEqual([])
  })

  test('keeps tabs over a reload but no headers, and opens linked queries', async () => {
    await using tab = await browser.openTab()
    const { page } = tab
    const graphiql = await openGraphiQL(page, gateway.url)
    await graphiql.enterQuery('query Kept { image(name: "office-suite-v9") { state } }')
    await graphiql.enterHeaders({ authorization: 'Bearer secret-of-a-tab' })
    await graphiql.run()
    await graphiql.response.getByText('"AVAILABLE"').waitFor()
    // The title of the tab is stored last.
    await expect
      .poll(() => page.evaluate(() => JSON.stringify(localStorage)), { timeout: 30_000 })
      .toMatch(/title\W+Kept/)
    expect(page.url()).toBe(gateway.url)

    await page.reload()
    const reloaded = await whenReady(page)
    expect(await reloaded.tabs.allTextContents()).toEqual([...FIRST_EXAMPLES, 'Kept'])
    await reloaded.editor.getByText('office-suite-v9').waitFor()
    expect(await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]))).not.toContain('secret')

    const query = 'query Linked { appStreamTargets { region } }'
    const linked = await openGraphiQL(page, `${gateway.url}?query=${encodeURIComponent(query)}`)
    await page.locator('.graphiql-tab-active').getByText('Linked').waitFor()
    await linked.run()
    await linked.response.getByText('"us-east-1"').first().waitFor()
    expect(await linked.tabs.allTextContents()).toEqual([...FIRST_EXAMPLES, 'Kept', 'Linked'])
    expect(page.url()).toBe(gateway.url)
  })

  test('works while the browser blocks storage', async () => {
    await using tab = await browser.openTab()
    const { page } = tab
    await page.addInitScript(() => {
      Object.defineProperty(globalThis, 'localStorage', {
        get() {
          throw new DOMException('Access is denied for this document.', 'SecurityError')
        },
      })
    })
    const graphiql = await openGraphiQL(page, gateway.url)
    await graphiql.openExample('Targets', 'Targets')
    await graphiql.run()
    await graphiql.response.getByText('"us-east-1"').first().waitFor()
    expect(tab.errors).toEqual([])
  })

  test('fits a phone: editor, response, examples and documentation by touch', async () => {
    await using tab = await browser.openTab(PHONE)
    const { page } = tab
    const graphiql = await openGraphiQL(page, gateway.url)
    const picture = async (name: string) => {
      if (screenshots) await page.screenshot({ path: join(screenshots, `phone-${name}.png`) })
    }
    const expectToFit = async () => {
      const { width, height } = PHONE.viewport
      const [pageWidth, visibleWidth] = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        visualViewport?.width,
      ])
      expect([pageWidth, visibleWidth]).toEqual([width, width])
      for (const part of [graphiql.editor, graphiql.response]) {
        const box = await part.boundingBox()
        expect(box?.width).toBeGreaterThan(300)
        expect(box?.height).toBeGreaterThan(150)
        expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width)
        expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(height)
      }
    }
    await page.getByRole('button', { name: /execute query/i }).tap()
    await graphiql.response.getByText('"imageBuilders"').waitFor()
    await expectToFit()
    await picture('answer')

    await page.getByRole('button', { name: 'Examples', exact: true }).tap()
    await picture('examples')
    await page.getByRole('button', { name: 'Watch fleet capacity' }).tap()
    const activeTab = page.locator('.graphiql-tab-active').getByText('WatchFleetCapacity')
    await activeTab.waitFor()
    await expect
      .poll(() => activeTab.evaluate((element) => element.getBoundingClientRect().right), { timeout: 30_000 })
      .toBeLessThan(PHONE.viewport.width)
    await page.getByRole('button', { name: /execute query/i }).tap()
    await graphiql.rows.getByText('SYNCED').waitFor()
    await graphiql.rows.first().tap()
    await graphiql.rows.first().getByText('"SYNCED"').waitFor()
    expect((await graphiql.events.boundingBox())?.height).toBeGreaterThan(100)
    await picture('events')

    await page.getByRole('button', { name: /documentation explorer/i }).tap()
    await page.locator('.graphiql-doc-explorer').getByText('Query', { exact: true }).first().tap()
    await picture('docs')
    await page.getByRole('button', { name: /documentation explorer/i }).tap()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.viewport.width)
    expect(tab.errors).toEqual([])
  })
})
