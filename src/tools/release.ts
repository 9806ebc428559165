// With --set-version, which `npm version` runs, writes the version of package.json into the files that name it.
import { readFile, writeFile } from 'node:fs/promises'

/** Files that name the version: the tag of the image, and the version in the README. */
export const VERSIONED_FILES = [
  'README.md',
  'docs/deploy.md',
  'deploy/compose.yaml',
  'deploy/ecs/task-definition.json',
  'deploy/kubernetes/kustomization.yaml',
] as const

/** File with the version that was released last. */
export const RELEASED_VERSION = 'test/released/version.json'

const MENTION = /(?<=appstream-graphql:|newTag: |The version is )\d+\.\d+\.\d+/g

/** Replaces the version wherever one of {@link VERSIONED_FILES} names it. */
export function withVersion(text: string, version: string): string {
  return text.replaceAll(MENTION, version)
}

/** Content of the files that a release depends on. */
export interface ReleaseState {
  /** Version of package.json. */
  readonly version: string
  /** Version of package-lock.json. */
  readonly lockedVersion: string
  /** Version that was released last. */
  readonly releasedVersion: string
  readonly changelog: string
  /** True if the schema breaks clients of the released one. */
  readonly breaks: boolean
  /** Texts of {@link VERSIONED_FILES} by path. */
  readonly files: Readonly<Record<string, string>>
}

/** Returns the reasons why a version cannot be released yet, each with its fix. Empty if it can. */
export function releaseProblems(state: ReleaseState): readonly string[] {
  const { version, lockedVersion, releasedVersion } = state
  const number = partsOf(version)
  if (number === undefined) return [`package.json: the version must be like 1.2.3, got ${version}.`]
  const released = partsOf(releasedVersion) ?? []
  const problems: string[] = []
  if (compare(number, released) <= 0) {
    problems.push(
      `package.json: ${version} is not above the released ${releasedVersion}. Run \`npm version minor --no-git-tag-version\`.`,
    )
  }
  if (lockedVersion !== version)
    problems.push(`package-lock.json: the version is ${lockedVersion}, not ${version}. Run \`npm install\`.`)
  if (state.breaks && compare(number.slice(0, 2), released.slice(0, 2)) <= 0)
    problems.push(`package.json: a release with breaking changes must raise the minor or the major version.`)
  return [...problems, ...changelogProblems(state), ...versionProblems(state)]
}

/** Returns the files that name another version. */
export function versionProblems({
  version,
  files,
}: Pick<ReleaseState, 'version' | 'files'>): readonly string[] {
  return Object.entries(files)
    .filter(([, text]) => withVersion(text, version) !== text)
    .map(([path]) => `${path}: names another version than ${version}. Run \`npm run version\`.`)
}

function changelogProblems({ version, changelog, breaks }: ReleaseState): readonly string[] {
  const sections = changelog.split(/^## /m).slice(1)
  const [unreleased = '', latest = ''] = sections
  if (!unreleased.startsWith('Unreleased\n'))
    return ['CHANGELOG.md: the first section must be "## Unreleased".']
  const [heading = '', ...body] = latest.split('\n')
  const [, number, date = ''] = /^(\S+) \((\d{4}-\d\d-\d\d)\)$/.exec(heading) ?? []
  if (number !== version || Number.isNaN(Date.parse(date))) {
    return [
      `CHANGELOG.md: the section after "Unreleased" must be "## ${version} (<date, like 2026-11-26>)", got "## ${heading}".`,
    ]
  }
  const text = body.join('\n')
  return [
    ...(unreleased.trim() === 'Unreleased'
      ? []
      : ['CHANGELOG.md: move the entries under "Unreleased" into the release.']),
    ...(/^- /m.test(text) ? [] : [`CHANGELOG.md: the section of ${version} has no entries.`]),
    ...(breaks && !text.includes('**Breaking**')
      ? [
          `CHANGELOG.md: the schema breaks clients: add "**Breaking**" to ${version}, with what clients have to change.`,
        ]
      : []),
  ]
}

/** Reads the state of this repository. */
export async function readReleaseState(breaks: boolean): Promise<ReleaseState> {
  const { version } = JSON.parse(await readFile('package.json', 'utf8'))
  const { version: lockedVersion } = JSON.parse(await readFile('package-lock.json', 'utf8'))
  const { version: releasedVersion } = JSON.parse(await readFile(RELEASED_VERSION, 'utf8'))
  const changelog = await readFile('CHANGELOG.md', 'utf8')
  const files = await Promise.all(VERSIONED_FILES.map(async (path) => [path, await readFile(path, 'utf8')]))
  return { version, lockedVersion, releasedVersion, changelog, breaks, files: Object.fromEntries(files) }
}

function partsOf(version: string): readonly number[] | undefined {
  return /^\d+\.\d+\.\d+$/.test(version) ? version.split('.').map(Number) : undefined
}

function compare(one: readonly number[], other: readonly number[]): number {
  const index = one.findIndex((part, position) => part !== other[position])
  return index === -1 ? 0 : (one[index] ?? 0) - (other[index] ?? 0)
}

if (import.meta.main && process.argv.includes('--set-version')) {
  const { version, files } = await readReleaseState(false)
  for (const [path, text] of Object.entries(files)) await writeFile(path, withVersion(text, version))
}
