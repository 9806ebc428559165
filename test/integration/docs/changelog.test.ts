import { describe, expect, test } from 'vitest'
import { readRepositoryFile } from '../../support/readme.ts'

const versions = readRepositoryFile('CHANGELOG.md').split(/^## /m).slice(1)

test('has a section of changes to come, then at least one version', () => {
  expect(versions[0]).toMatch(/^Unreleased\n/)
  expect(versions.length).toBeGreaterThan(1)
})

describe.each(versions.map((text) => [text.split('\n', 1)[0] ?? '', text]))('%s', (version, text) => {
  const entries = text
    .split(/^- /m)
    .slice(1)
    .map((entry) => entry.split('\n\n', 1)[0]?.replaceAll(/\s+/g, ' ').trim() ?? '')

  test('has no entry twice', () => {
    // After a release, there are no changes to come.
    if (version !== 'Unreleased') expect(entries.length).toBeGreaterThan(0)
    expect(repeated(entries)).toEqual([])
  })

  test('has no two entries that begin with the same link', () => {
    expect(repeated(entries.flatMap((entry) => /^\**\[[^\]]*\]\(([^)]*)\)/.exec(entry)?.[1] ?? []))).toEqual(
      [],
    )
  })
})

function repeated(values: readonly string[]): readonly string[] {
  return values.filter((value, index) => values.indexOf(value) !== index)
}
