import type { Locator } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { openTab, skipReason } from '../support/browser/browser.ts'
import { NAMES, PAGE_SIZE, startBuilders, startExample } from '../support/browser/example.ts'
import { startIssuer } from '../support/issuer.ts'
import { scrape } from '../support/metrics.ts'

describe.each(['apollo', 'relay', 'urql'])('examples/%s', (example) => {
  test('shows an unreachable gateway and a lost connection, and recovers', async ({ skip }) => {
    skip(skipReason !== undefined, skipReason)
    await using deployment = await startBuilders()
    await using site = await startExample(example, deployment.url)
    await using tab = await openTab()
    const { page } = tab
    const exceptions: string[] = []
    page.on('pageerror', (error) => exceptions.push(error.message))
    const status = (text: string) => page.getByRole('status').getByText(text, { exact: true }).waitFor()
    const problem = page.getByRole('alert').getByText('The gateway cannot be reached.', { exact: true })
    const retry = page.getByRole('button', { name: 'Try again' })
    deployment.disconnect()
    await page.goto(site.url)
    await problem.waitFor()
    const answer = page.waitForResponse((response) => new URL(response.url()).pathname === '/graphql')
    await retry.click()
    await answer
    await problem.waitFor()
    deployment.connect()
    await retry.click()
    await page.getByText(`${NAMES.length} image builders`).waitFor()

    // The subscription has a connection of its own.
    await status('Live')
    deployment.disconnect()
    await status('Reconnecting …')
    deployment.connect()
    await status('Live')
    expect(exceptions).toEqual([])
  })

  test('asks for a token, and subscribes until the gateway rejects it', async ({ skip }) => {
    skip(skipReason !== undefined, skipReason)
    await using issuer = await startIssuer()
    const METRICS_TOKEN = 'token-of-the-scraper'
    await using deployment = await startBuilders({ ...issuer.env, METRICS_TOKEN })
    const { home } = deployment
    await using site = await startExample(example, deployment.url)
    await using tab = await openTab()
    const { page } = tab
    const problem = (text: string) =>
      page
        .getByRole('alert')
        .getByText(`Enter a valid access token in the box at the top of the page. ${text}`)
        .waitFor()
    const status = (text: string) => page.getByRole('status').getByText(text, { exact: true }).waitFor()
    const cell = (text: string) => page.getByRole('cell', { name: text, exact: true }).waitFor()
    async function enter(token: string): Promise<void> {
      await page.getByLabel('Access token').fill(token)
      await page.getByRole('button', { name: 'Use token' }).click()
    }

    await page.goto(site.url)
    await problem('A bearer token is required')
    await enter('nonsense')
    await problem('Invalid token')
    await enter(`Bearer ${await issuer.token()}`)
    await page.getByText(`${NAMES.length} image builders`).waitFor()
    await status('Live')
    home.change('image-builder', 'builder-01', { State: 'RUNNING' })
    await cell('RUNNING')
    await page
      .getByRole('row')
      .filter({ hasText: 'builder-02' })
      .getByRole('button', { name: 'Start' })
      .click()
    await cell('PENDING')

    // The new process does not know the key of the token, which ends the subscription and fails requests.
    await issuer.rotate()
    await deployment.replace(() => {})
    await problem('Invalid token')
    await status('Disconnected')
    const count = await page.getByRole('alert').count()
    await page.getByRole('button', { name: 'Load more' }).click()
    await expect.poll(() => page.getByRole('alert').count()).toBe(count + 1)

    await enter(await issuer.token())
    await status('Live')
    expect(await page.getByRole('alert').count()).toBe(0)
    home.change('image-builder', 'builder-03', { State: 'STOPPING' })
    await cell('STOPPING')

    // Another person's session replaces the one before, and its connection.
    await enter(await issuer.token({ sub: 'bob', scope: 'appstream:read' }))
    await status('Live')
    expect(await page.getByRole('button', { name: 'Start', disabled: false }).count()).toBe(0)
    await expect
      .poll(() => scrape(deployment.url, 'websockets', METRICS_TOKEN))
      .toEqual([{ labels: {}, value: 1 }])

    // The token is in memory only.
    await page.reload()
    await problem('A bearer token is required')
  })

  test('shows why a page or a mutation fails, and repeats it', async ({ skip }) => {
    skip(skipReason !== undefined, skipReason)
    await using deployment = await startBuilders()
    await using site = await startExample(example, deployment.url)
    await using tab = await openTab()
    const { page } = tab
    const exceptions: string[] = []
    page.on('pageerror', (error) => exceptions.push(error.message))
    const rows = page.locator('tbody').getByRole('row').filter({ hasText: 'builder-' })
    const problem = (scope: Locator) =>
      scope.getByRole('alert').getByText('The gateway cannot be reached.', { exact: true })
    const start = rows.filter({ hasText: 'builder-01' }).getByRole('button', { name: 'Start' })
    await page.goto(site.url)
    await page.getByText('Live', { exact: true }).waitFor()

    deployment.disconnect()
    await page.getByRole('button', { name: 'Load more' }).click()
    await problem(page.locator('#root')).waitFor()
    expect(await rows.count()).toBe(PAGE_SIZE)
    await start.click()
    await problem(rows).waitFor()
    deployment.connect()
    await page.getByRole('button', { name: /Load more|Try again/ }).click()
    await expect.poll(() => rows.count()).toBe(NAMES.length)
    await start.click()
    await page.getByRole('cell', { name: 'PENDING', exact: true }).waitFor()

    expect(await problem(page.locator('#root')).count()).toBe(0)
    expect(exceptions).toEqual([])
  })

  test('shows fields that cannot be read, and follows states nevertheless', async ({ skip }) => {
    skip(skipReason !== undefined, skipReason)
    await using deployment = await startBuilders({ MAX_STALENESS_MS: '0', STALE_IF_ERROR_MS: '0' })
    const { home } = deployment
    const deny = (operation: string) =>
      fetch(`${deployment.emulatorUrl}/_emulator/faults`, {
        method: 'POST',
        body: JSON.stringify({ operation, error: { type: 'AccessDeniedException' }, times: 1000 }),
      })
    await deny('DescribeImages')
    await using site = await startExample(example, deployment.url)
    await using tab = await openTab()
    const { page } = tab
    const unreadable = page.getByText(/cannot be read|does not allow DescribeImages/).first()
    const status = (text: string) => page.getByRole('status').getByText(text, { exact: true }).waitFor()
    await page.goto(site.url)
    await unreadable.waitFor()
    await status('Live')
    home.change('image-builder', 'builder-01', { State: 'RUNNING' })
    await page.getByRole('cell', { name: 'RUNNING', exact: true }).waitFor()
    home.putImageBuilder({ Name: 'builder-00', State: 'STOPPED' })
    await page.getByText(`${NAMES.length + 1} image builders`).waitFor()

    expect(await page.getByText('Live changes have ended').count()).toBe(0)
    const open = (name: string) => page.getByRole('button', { name, exact: true }).click()
    const dialog = page.getByRole('dialog')
    await open('builder-01')
    await dialog.getByText('The builder-01').waitFor()
    await dialog
      .getByText(/cannot be read|does not allow DescribeImages/)
      .first()
      .waitFor()
    await page.keyboard.press('Escape')
    await deny('DescribeImageBuilders')
    await open('builder-02')
    await dialog
      .getByRole('alert')
      .getByText(/does not allow DescribeImageBuilders/)
      .waitFor()
  })
})
