import type { Locator, Page } from 'playwright-core'

/** GraphiQL as its users see it. */
export interface GraphiQLPage {
  readonly tabs: Locator
  readonly editor: Locator
  readonly response: Locator
  /** List of the events of a subscription. */
  readonly events: Locator
  /** Rows of that list, newest first. */
  readonly rows: Locator
  readonly tokenInput: Locator
  /** Opens an example in a tab, through the menu. */
  openExample(title: string, name: string): Promise<void>
  /** Selects the tab of an operation. */
  selectTab(name: string): Promise<void>
  run(): Promise<void>
  stop(): Promise<void>
  /** Writes the headers of the active tab. */
  enterHeaders(headers: Readonly<Record<string, string>>): Promise<void>
  /** Writes the query of a new tab. */
  enterQuery(query: string): Promise<void>
}

/** Opens GraphiQL and waits until it is ready for clicks. */
export async function openGraphiQL(page: Page, url: string): Promise<GraphiQLPage> {
  await page.goto(url)
  return whenReady(page)
}

/** Waits until GraphiQL is ready for clicks, for example after a reload. */
export async function whenReady(page: Page): Promise<GraphiQLPage> {
  const tabs = page.locator('.graphiql-tab-button')
  const editor = page.locator('.graphiql-query-editor')
  const events = page.getByRole('region', { name: 'Events' })
  // GraphiQL creates its editors last.
  await editor.locator('.view-line').first().waitFor()
  await page.locator('.graphiql-response .monaco-editor').first().waitFor()
  const whenSelected = (name: string) =>
    page.locator('.graphiql-tab-active').getByText(name, { exact: true }).waitFor()
  return {
    tabs,
    editor,
    response: page.locator('.graphiql-response .result-window'),
    events,
    rows: events.getByRole('listitem'),
    tokenInput: page.getByRole('textbox', { name: 'Token' }),
    async openExample(title, name) {
      await page.getByRole('button', { name: 'Examples', exact: true }).click()
      await page.getByRole('dialog', { name: 'Examples' }).getByText(title, { exact: true }).click()
      await whenSelected(name)
    },
    async selectTab(name) {
      await tabs.getByText(name, { exact: true }).click()
      await whenSelected(name)
    },
    run: () => page.getByRole('button', { name: /execute query/i }).click(),
    stop: () => page.getByRole('button', { name: /stop query/i }).click(),
    async enterHeaders(headers) {
      await page.getByRole('button', { name: 'Headers', exact: true }).click()
      await page.locator('.graphiql-editor-tool .monaco-editor:visible').click()
      await page.keyboard.press('ControlOrMeta+A')
      await page.keyboard.insertText(JSON.stringify(headers))
    },
    async enterQuery(query) {
      await page.getByRole('button', { name: 'New tab' }).click()
      await editor.locator('.monaco-editor').click()
      await page.keyboard.press('ControlOrMeta+A')
      await page.keyboard.insertText(query)
      const name = /\w+ (\w+)/.exec(query)?.[1] ?? ''
      await whenSelected(name)
    },
  }
}
