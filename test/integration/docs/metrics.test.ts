import { expect, test } from 'vitest'
import { readPage } from '../../support/readme.ts'
import { PAGES } from './pages.ts'

const page = readPage('docs/operating.md')
const documents = Object.values(PAGES)
  .flat()
  .map((path) => readPage(path).text)
  .join('\n')
const labels = new Map(
  Array.from(
    page.text.matchAll(/^\| `(appstream_graphql_\w+)` \|([^|]*)\|/gm),
    ([, name = '', cell = '']) => [
      name,
      new Set(Array.from(cell.matchAll(/`(\w+)`/g), ([, label = '']) => label)),
    ],
  ),
)

test('the documentation names only metrics of the table', () => {
  const named = Array.from(documents.matchAll(/appstream_graphql_\w*[a-z](?=\W)/g), ([name]) =>
    name.replace(/_bucket$/, ''),
  )

  expect(new Set(named).difference(new Set(labels.keys()))).toEqual(new Set())
})

test('alerts select and group only by labels of their metric', () => {
  const selectors = [...documents.matchAll(/(appstream_graphql_\w+?)(?:_bucket)?\{([^}]*)\}/g)]
  expect(selectors.length).toBeGreaterThan(5)
  for (const [, name = '', selector = ''] of selectors) {
    const selected = Array.from(selector.matchAll(/(\w+)=~?"/g), ([, label]) => label)
    expect([...(labels.get(name) ?? [])]).toEqual(expect.arrayContaining(selected))
  }
  const groupings = [
    ...documents.matchAll(/sum by \(([^)]*)\) \(\w+\((appstream_graphql_\w+?)(?:_bucket)?[{[]/g),
  ]
  expect(groupings.length).toBeGreaterThan(3)
  for (const [, grouping = '', name = ''] of groupings) {
    const grouped = grouping.split(', ').filter((label) => label !== 'le')
    expect([...(labels.get(name) ?? [])]).toEqual(expect.arrayContaining(grouped))
  }
})

test('the runbook has every code that an operator has to act on', () => {
  const text = readPage('docs/errors.md').text
  const codesOf = (title: string) =>
    Array.from(
      text
        .split(`## ${title}\n`)[1]
        ?.split(/^## /m)[0]
        ?.matchAll(/^### `(\w+)`$/gm) ?? [],
      ([, code]) => code,
    )
  const runbook = Array.from(page.text.matchAll(/\[`([A-Z_]+)`\]\(errors\.md#/g), ([, code]) => code)

  expect(runbook).toEqual(
    expect.arrayContaining([
      ...codesOf('Failed AWS calls'),
      ...codesOf('Availability'),
      ...codesOf('Subscriptions'),
    ]),
  )
})
