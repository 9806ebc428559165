import { describe, expect, test } from 'vitest'
import {
  type ReleaseState,
  releaseProblems,
  VERSIONED_FILES,
  withVersion,
} from '../../../src/tools/release.ts'
import { readRepositoryFile } from '../../support/readme.ts'

const READY: ReleaseState = {
  version: '0.2.0',
  lockedVersion: '0.2.0',
  releasedVersion: '0.1.0',
  changelog: '# Changelog\n\n## Unreleased\n\n## 0.2.0 (2026-12-01)\n\n**Added**\n\n- A field.\n\n## 0.1.0\n',
  breaks: false,
  files: { 'deploy/compose.yaml': 'image: appstream-graphql:0.2.0' },
}
const BREAKING = READY.changelog.replace('**Added**', '**Breaking**')

test('a version with its section of the changelog can be released', () => {
  expect(releaseProblems(READY)).toEqual([])
  expect(releaseProblems({ ...READY, breaks: true, changelog: BREAKING })).toEqual([])
})

describe('a release is refused', () => {
  test.each<[string, Partial<ReleaseState>, RegExp]>([
    ['for a version that is not one', { version: '0.2' }, /must be like 1\.2\.3, got 0\.2/],
    ['for a version that was released', { releasedVersion: '0.2.0' }, /not above the released 0\.2\.0/],
    [
      'for a version below the released one',
      { releasedVersion: '0.10.0' },
      /not above the released 0\.10\.0/,
    ],
    ['if the lockfile has another version', { lockedVersion: '0.1.0' }, /package-lock\.json: .*npm install/],
    [
      'without a section of the changelog',
      { changelog: '# Changelog\n\n## Unreleased\n\n- A field.\n\n## 0.1.0\n' },
      /must be "## 0\.2\.0 \(<date.*got "## 0\.1\.0"/,
    ],
    ['without a date', { changelog: READY.changelog.replace(' (2026-12-01)', '') }, /got "## 0\.2\.0"/],
    [
      'for a date that does not exist',
      { changelog: READY.changelog.replace('12-01', '13-01') },
      /got "## 0\.2\.0 /,
    ],
    ['without entries', { changelog: READY.changelog.replace('- A field.', '') }, /has no entries/],
    [
      'if entries are still unreleased',
      { changelog: READY.changelog.replace('## Unreleased\n', '## Unreleased\n\n- Another.\n') },
      /move the entries/,
    ],
    [
      'without the section "Unreleased"',
      { changelog: '## 0.2.0 (2026-12-01)\n\n- A field.\n' },
      /"## Unreleased"/,
    ],
    ['if a breaking change has no entry', { breaks: true }, /add "\*\*Breaking\*\*" to 0\.2\.0/],
    [
      'if a breaking change raises only the patch version',
      {
        breaks: true,
        changelog: BREAKING,
        releasedVersion: '0.2.0',
        version: '0.2.1',
        lockedVersion: '0.2.1',
      },
      /must raise the minor or the major version/,
    ],
    [
      'if a file names another version',
      { files: { 'deploy/compose.yaml': 'image: appstream-graphql:0.1.0' } },
      /deploy\/compose\.yaml: names another version/,
    ],
  ])('%s', (_when, change, problem) => {
    expect(releaseProblems({ ...READY, ...change })).toEqual(
      expect.arrayContaining([expect.stringMatching(problem)]),
    )
  })
})

test.each(VERSIONED_FILES)('the next version replaces each mention in %s', (path) => {
  const { version }: { readonly version: string } = JSON.parse(readRepositoryFile('package.json'))
  const text = readRepositoryFile(path)

  expect(text).toContain(version)
  expect(withVersion(text, version)).toBe(text)
  expect(withVersion(text, '99.98.97')).not.toContain(version)
})
