import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { companySeed } from '../../src/emulator/server.ts'
import { startGateway } from '../support/gateway.ts'
import { openTab, skipReason } from './browser.ts'

/** Folder for browser screenshots; none are taken if unset. */
const screenshots = process.env['SCREENSHOTS']

beforeAll(() => {
  if (skipReason) console.warn(`SKIPPED: the tests of GraphiQL in a browser, because ${skipReason}`)
})

/**
 * Opens GraphiQL and repeats the example of a tab, once its editor shows it, until it returns the expected
 * answer.
 */
async function runExample(
  page: Page,
  url: string,
  tabName: string,
  text: string,
  answer: string,
): Promise<void> {
  await page.goto(url)
  const tab = page.getByRole('tab', { name: tabName })
  const editor = page.locator('.graphiql-query-editor')
  // GraphiQL recreates its tabs during start-up: an early click may have no effect.
  await expect
    .poll(
      async () => {
        await tab.click()
        return (await editor.textContent())?.includes(text)
      },
      { timeout: 30_000 },
    )
    .toBe(true)
  const execute = page.getByRole('button', { name: /execute query/i })
  const response = page.locator('.graphiql-response')
  await expect
    .poll(
      async () => {
        // The button stops a running operation.
        if (!(await response.textContent())?.includes(answer) && (await execute.isVisible()))
          await execute.click()
        return response.textContent()
      },
      { timeout: 30_000, interval: 500 },
    )
    .toContain(answer)
}

test('one GraphiQL tab shows changes to a builder created in another', async ({ skip }) => {
  skip(skipReason !== undefined, skipReason)
  await using gateway = await startGateway({ emulator: { seed: companySeed, speed: 25 } })
  await using watching = await openTab()
  await using acting = await openTab()
  await runExample(watching.page, gateway.url, 'WatchImageBuilders', 'imageBuilderStateChanged', '"SYNCED"')
  const watched = watching.page.locator('.graphiql-response')
  await runExample(acting.page, gateway.url, 'CreateAnImageBuilder', 'createImageBuilder', '"graphiql-demo"')

  await watched.getByText('"RUNNING"').waitFor()
  if (screenshots) await watching.page.screenshot({ path: join(screenshots, 'live.png') })
  expect(await watched.textContent()).toContain('graphiql-demo')
  expect(watching.errors).toEqual([])
})
