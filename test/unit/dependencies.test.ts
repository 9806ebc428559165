import { describe, expect, test } from 'vitest'
import { readRepositoryFile } from '../support/readme.ts'

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>
}

interface LockedPackage {
  readonly version?: string
  readonly integrity?: string
  /** Why, where the registry that the lockfile was made with tells. */
  readonly deprecated?: string
}

/** Deprecated for long, and there is no way around them yet: who brings them. */
const BEARABLE: Readonly<Record<string, string>> = {
  'node-domexception': 'node-fetch, by @graphql-codegen/cli: no part of what runs',
}

describe.each(['', 'test/supergraph/routers/'])('in %spackage.json', (folder) => {
  const manifest: Manifest = JSON.parse(readRepositoryFile(`${folder}package.json`))
  const lockfile: Lockfile = JSON.parse(readRepositoryFile(`${folder}package-lock.json`))
  const { '': root, ...packages } = lockfile.packages
  const locked = Object.entries(packages)

  test('each dependency is of one version', () => {
    const wanted = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })

    expect(wanted.length).toBeGreaterThan(0)
    expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
  })

  test('the lockfile is of these dependencies, and pins all that they bring by version and hash', () => {
    expect(root).toMatchObject({
      ...(manifest.dependencies && { dependencies: manifest.dependencies }),
      ...(manifest.devDependencies && { devDependencies: manifest.devDependencies }),
    })
    const loose = locked.filter(([, { version, integrity }]) => !version || !integrity?.startsWith('sha512-'))
    expect(loose).toEqual([])
  })

  test('nothing is deprecated, as far as the lockfile tells', () => {
    const deprecated = locked.filter(([path, { deprecated: reason }]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
      return reason !== undefined && !(name in BEARABLE)
    })
    expect(deprecated).toEqual([])
  })
})
