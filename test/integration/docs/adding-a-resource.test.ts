import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readRepositoryFile } from '../../support/readme.ts'

const text = readRepositoryFile('docs/adding-a-resource.md')
const quoted = [...text.matchAll(/^```ts\n\/\/ (\S+)\n/gm)].map(([, path = '']) => path)

test('shows each step in code', () => {
  expect(quoted.length).toBeGreaterThan(12)
  for (const file of ['kind', 'type', 'association', 'mutations']) {
    expect(quoted).toContain(`src/schema/stack/${file}.ts`)
  }
})

test('mentions only existing files and functions of the kit', () => {
  const files = [...text.matchAll(/`((?:src|test)\/[\w./-]+)`/g)].map(([, path = '']) => path)
  expect(files.filter((path) => !existsSync(path))).toEqual([])
  const kit = [
    'relations',
    'resource',
    'members',
    'subscription',
    'usage',
    'child/define',
    'child/list',
    'child/query',
  ]
    .map((file) => `src/schema/kit/${file}.ts`)
    .concat(
      ['create', 'update', 'transition', 'remove', 'associate', 'streaming-url'].map(
        (file) => `src/schema/kit/mutations/${file}.ts`,
      ),
    )
    .concat([
      'src/inventory/kind.ts',
      'src/inventory/child-kind.ts',
      'src/schema/open-enum.ts',
      'src/emulator/kit/describe.ts',
    ])
    .map(readRepositoryFile)
    .join('\n')
  const calls = [
    ...text.matchAll(
      /`(define\w+|openEnum|describeOperation|create|update|transition|remove|associate|streamingUrl|usedBy)`/g,
    ),
  ]
  expect(calls.length).toBeGreaterThan(10)
  for (const [, name] of calls) expect(kit).toMatch(new RegExp(`export function ${name}\\b`))
})
