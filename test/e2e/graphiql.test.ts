import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { companySeed } from '../../src/emulator/server.ts'
import { readExamples } from '../../src/server/graphiql/page.ts'
import { openTab, skipReason } from '../support/browser.ts'
import { startGateway } from '../support/gateway.ts'

/** Folder for browser screenshots; none are taken if unset. */
const screenshots = process.env['SCREENSHOTS']

beforeAll(() => {
  if (skipReason) console.warn(`SKIPPED: the tests of GraphiQL in a browser, because ${skipReason}`)
})

test('GraphiQL runs its first example, completes fields and shows docs offline', async ({ skip }) => {
  skip(skipReason !== undefined, skipReason)
  await using gateway = await startGateway({ emulator: { seed: companySeed } })
  await using tab = await openTab()
  const { page } = tab
  const picture = async (name: string) => {
    if (screenshots) await page.screenshot({ path: join(screenshots, `${name}.png`) })
  }
  await page.goto(gateway.url)

  const tabs = page.getByRole('tab')
  await expect.poll(() => tabs.count(), { timeout: 30_000 }).toBe((await readExamples()).length)
  expect(await tabs.first().getAttribute('aria-selected')).toBe('true')
  await page.getByRole('button', { name: /execute query/i }).click()
  const answer = page.locator('.graphiql-response')
  await answer.getByText('"imageBuilders"').waitFor()
  await answer.getByText('"baseImage"').first().waitFor()
  expect(await answer.textContent()).not.toContain('"errors"')
  await picture('answer')

  const editor = page.locator('.graphiql-query-editor')
  await editor.getByText('totalCount').click()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await page.keyboard.type('no')
  const suggestions = page.locator('.suggest-widget.visible')
  await page.keyboard.press('Control+Space')
  await suggestions.getByText('nodes').first().waitFor()
  await picture('completion')
  await page.keyboard.press('Escape')

  await tabs.nth(4).click()
  await editor.getByText('appStreamTargets').waitFor()
  await tabs.first().click()
  await editor.getByText('totalCount').waitFor()

  await page.getByRole('button', { name: /documentation explorer/i }).click()
  const docs = page.locator('.graphiql-doc-explorer')
  await docs.getByText('Query', { exact: true }).first().click()
  await docs.getByText('imageBuilders', { exact: true }).click()
  await docs.getByText('ImageBuilderConnection').waitFor()
  expect(await docs.locator('.graphiql-markdown-description').first().textContent()).not.toBe('')
  await picture('docs')

  expect(tab.foreignRequests).toEqual([])
  expect(tab.errors).toEqual([])
})
