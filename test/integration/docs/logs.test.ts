import { globSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readPage, readRepositoryFile } from '../../support/readme.ts'

const sources = globSync('src/**/*.ts', { exclude: ['src/tools/**', 'src/emulator/**'] }).map(
  readRepositoryFile,
)
/** Messages in the table; `…` stands for parts that vary. */
const documented = readPage('docs/operating.md').firstColumn('`msg`')

/** Returns the beginnings of all messages at `info` or above: their text up to a part that varies. */
function loggedMessages(source: string): readonly string[] {
  const calls = source.matchAll(
    /logger\.(?:info|warn|error|fatal)\(\s*(?:\{(?:[^{}]|\{[^{}]*\})*\},\s*)?(?:'([^']+)'|`([^`$]*))/g,
  )
  return Array.from(calls, ([, literal, template]) => literal ?? template ?? '')
}

/** Returns true if a row of the table describes a message. */
function describes(row: string, message: string): boolean {
  const [beginning = ''] = row.split('…')
  return row.includes('…') ? message.startsWith(beginning) : message === row
}

test('the table has every message at info or above', () => {
  const logged = sources.flatMap(loggedMessages)

  expect(logged.length).toBeGreaterThan(15)
  expect(logged.filter((message) => !documented.some((row) => describes(row, message)))).toEqual([])
})

test('the table has only messages of the gateway', () => {
  const text = sources.join('\n')
  const parts = documented.flatMap((row) => row.split('…').map((part) => part.trim()))

  expect(documented.length).toBeGreaterThan(15)
  expect(parts.filter((part) => !text.includes(part))).toEqual([])
})
