import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readRepositoryFile } from '../../support/readme.ts'

const text = readRepositoryFile('docs/adding-a-resource.md')
const blocks = [...text.matchAll(/^```ts\n\/\/ (\S+)\n(.*?)^```$/gms)].map(([, path = '', code = '']) => ({
  path,
  code,
  title: `${path}: ${code.split('\n')[0]}`,
}))

/** Returns consecutive lines without indentation; `…` in a block separates such runs. */
function runsOf(code: string): readonly string[] {
  const lines = code.split('\n').map((line) => line.trim())
  return lines
    .join('\n')
    .split(/^…$/m)
    .map((run) => run.trim())
    .filter((run) => run !== '')
}

test.each(blocks)('quotes $title as it is', ({ path, code }) => {
  const source = runsOf(readRepositoryFile(path)).join('\n')
  let from = 0
  for (const run of runsOf(code)) {
    const at = source.indexOf(run, from)
    expect(at, `${path} does not contain, in this order:\n${run}`).toBeGreaterThanOrEqual(0)
    from = at + run.length
  }
})

test('shows each step in code', () => {
  expect(blocks.length).toBeGreaterThan(12)
  const shown = new Set(blocks.map(({ path }) => path))
  for (const file of ['kind', 'type', 'association', 'mutations']) {
    expect(shown).toContain(`src/schema/stack/${file}.ts`)
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
