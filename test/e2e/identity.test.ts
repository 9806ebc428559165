import { join } from 'node:path'
import { expect, test } from 'vitest'
import { companySeed } from '../../src/emulator/server.ts'
import { readExamples } from '../../src/server/graphiql/page.ts'
import { openTab, skipReason } from '../support/browser.ts'
import { startGateway } from '../support/gateway.ts'
import { startIssuer } from '../support/issuer.ts'

/** Folder for browser screenshots; none are taken if unset. */
const screenshots = process.env['SCREENSHOTS']

test('GraphiQL queries and subscribes with a token', async ({ skip }) => {
  skip(skipReason !== undefined, skipReason)
  await using issuer = await startIssuer()
  await using gateway = await startGateway({ env: issuer.env, emulator: { seed: companySeed } })
  await using tab = await openTab()
  const { page } = tab
  await page.goto(gateway.url)
  const answer = page.locator('.graphiql-response')
  const run = page.getByRole('button', { name: /execute query/i })
  await expect
    .poll(() => page.getByRole('tab').count(), { timeout: 30_000 })
    .toBe((await readExamples()).length)

  await run.click()
  await answer.getByText('UNAUTHENTICATED').waitFor()

  const token = await issuer.token()
  const enterToken = async () => {
    await page.locator('.graphiql-editor-tool .monaco-editor:visible').click()
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.insertText(JSON.stringify({ authorization: `Bearer ${token}` }))
  }
  await enterToken()
  await run.click()
  await answer.getByText('"imageBuilders"').waitFor()
  expect(await answer.textContent()).not.toContain('"errors"')

  const editor = page.locator('.graphiql-query-editor')
  await expect
    .poll(
      async () => {
        await page.getByRole('tab', { name: 'WatchImageBuilders' }).click()
        return editor.textContent()
      },
      { timeout: 30_000 },
    )
    .toContain('imageBuilderStateChanged')
  await enterToken()
  await run.click()
  await answer.getByText('"SYNCED"').waitFor()
  if (screenshots) await page.screenshot({ path: join(screenshots, 'identity.png') })
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain(token)
})
