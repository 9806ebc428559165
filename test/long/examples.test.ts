import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Locator } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { openTab, skipReason } from '../support/browser/browser.ts'
import { exampleFolder, NAMES, PAGE_SIZE, startBuilders, startExample } from '../support/browser/example.ts'

const run = promisify(execFile)
const LAST = NAMES.at(-1) ?? ''

describe.each(['apollo', 'relay', 'urql'])('examples/%s', (example) => {
  test('builds', async () => {
    const { stdout } = await run('npm', ['run', 'build'], { cwd: exampleFolder(example) })

    expect(stdout).toContain('dist/index.html')
  })

  test('lists, pages, changes and follows image builders', async ({ skip }) => {
    skip(skipReason !== undefined, skipReason)
    await using deployment = await startBuilders()
    const { home } = deployment
    await using site = await startExample(example, deployment.url)
    await using tab = await openTab()
    const { page } = tab
    const warnings: string[] = []
    page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()))
    await page.goto(site.url)
    const rows = page.locator('tbody').getByRole('row')
    const row = (name: string) => page.getByRole('row').filter({ hasText: name })
    const cell = (name: string, text: string) =>
      row(name).getByRole('cell', { name: text, exact: true }).waitFor()
    const button = (name: string, action: string) => row(name).getByRole('button', { name: action })
    /** Clicks a button and waits for the answer to its mutation, which an event can precede. */
    async function act(name: string, action: string): Promise<void> {
      const answer = page.waitForResponse((response) => new URL(response.url()).pathname === '/graphql')
      await button(name, action).click()
      await (await answer).finished()
    }
    const count = (expected: number) => expect.poll(() => rows.count(), { timeout: 30_000 }).toBe(expected)

    // The list and its pages.
    await count(PAGE_SIZE)
    await page.getByText(`${NAMES.length} image builders`).waitFor()
    await cell('builder-01', 'golden')
    await cell('builder-01', 'windows-base')
    await page.getByRole('button', { name: 'Load more' }).click()
    await count(NAMES.length)
    expect(await page.getByRole('button', { name: 'Load more' }).count()).toBe(0)

    // A mutation, and changes that come from elsewhere.
    await act(LAST, 'Start')
    await cell(LAST, 'PENDING')
    home.change('image-builder', LAST, { State: 'RUNNING' })
    await cell(LAST, 'RUNNING')
    await act(LAST, 'Stop')
    await cell(LAST, 'STOPPING')
    expect([...warnings, ...tab.errors]).toEqual([])

    // A typed error.
    await fetch(`${deployment.emulatorUrl}/_emulator/faults`, {
      method: 'POST',
      body: JSON.stringify({
        operation: 'StartImageBuilder',
        error: { type: 'ResourceNotAvailableException' },
      }),
    })
    await act('builder-01', 'Start')
    await row('builder-01').getByRole('alert').getByText('RESOURCE_NOT_AVAILABLE').waitFor()
    await cell('builder-01', 'STOPPED')

    // Details, whose state is live, too, and which have the focus while they are open.
    const name = button('builder-02', 'builder-02')
    const dialog = page.getByRole('dialog')
    const hasFocus = (locator: Locator) =>
      locator.evaluate((element) => element.contains(element.ownerDocument.activeElement))
    await name.click()
    await dialog.getByRole('heading', { name: 'builder-02' }).waitFor()
    expect(await hasFocus(dialog)).toBe(true)
    await page.getByText('The builder-02').waitFor()
    const list = await page.locator('.scroll').boundingBox()
    expect((await dialog.boundingBox())?.x).toBeGreaterThanOrEqual((list?.x ?? 0) + (list?.width ?? Infinity))
    home.change('image-builder', 'builder-02', { State: 'PENDING' })
    await page.getByRole('definition').getByText('PENDING').waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect(await hasFocus(name)).toBe(true)

    // Creation and deletion keep both pages.
    home.putImageBuilder({ Name: 'builder-00', State: 'STOPPED' })
    await count(NAMES.length + 1)
    home.deleteImageBuilder('builder-03')
    await row('builder-03').waitFor({ state: 'detached' })
    await count(NAMES.length)

    // Another process, which does not know the page's cursor.
    await deployment.replace(() => {
      home.change('image-builder', 'builder-02', { State: 'RUNNING' })
      home.deleteImageBuilder('builder-04')
    })
    await cell('builder-02', 'RUNNING')
    await row('builder-04').waitFor({ state: 'detached' })
    await count(NAMES.length - 1)
    home.change('image-builder', LAST, { State: 'STOPPED' })
    await cell(LAST, 'STOPPED')

    expect(tab.foreignRequests).toEqual([])
    expect(tab.errors).toEqual([])
  })
})

describe('examples/node', () => {
  const start = (url: string, ...args: readonly string[]) =>
    run('npm', ['start', '--silent', '--', ...args], {
      cwd: exampleFolder('node'),
      env: { ...process.env, GATEWAY_URL: new URL(url).origin },
    })

  test('lists builders, starts one, waits for it and stops it', async () => {
    await using deployment = await startBuilders()
    const { home } = deployment
    const running = start(deployment.url, LAST)
    await expect.poll(() => home.imageBuilders.get(LAST)?.State, { timeout: 30_000 }).toBe('PENDING')
    // A restart of the gateway does not end the wait.
    await deployment.replace(() => home.change('image-builder', LAST, { State: 'RUNNING' }))
    const { stdout, stderr } = await running

    expect(stdout).toContain('windows-base')
    expect(stdout).toMatch(new RegExp(`${LAST} is PENDING\n${LAST} is RUNNING\n${LAST} is STOPPING\n$`))
    expect(stderr).toBe('')
  })

  test.each([
    ['a typed error', LAST, 'RESOURCE_NOT_AVAILABLE: '],
    ['an unknown name', 'missing', 'No builder is named missing.'],
  ])('fails with %s', async (_what, name, message) => {
    await using deployment = await startBuilders()
    deployment.home.change('image-builder', LAST, { State: 'RUNNING' })

    await expect(start(deployment.url, name)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining(message),
    })
  })

  test('fails when the gateway cannot be reached', async () => {
    const deployment = await startBuilders()
    await deployment[Symbol.asyncDispose]()

    await expect(start(deployment.url)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('ECONNREFUSED'),
    })
  })
})
