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
  /** Reason for the deprecation, if the registry reports it in the lockfile. */
  readonly deprecated?: string
}

/** Deprecated packages that cannot be avoided yet, with their dependents. */
const BEARABLE: Readonly<Record<string, string>> = {
  'node-domexception': 'node-fetch, by @graphql-codegen/cli: no part of what runs',
}

describe.each(['', 'test/supergraph/routers/', 'test/bench/peers/'])(
  'dependencies in %spackage.json',
  (folder) => {
    const manifest: Manifest = JSON.parse(readRepositoryFile(`${folder}package.json`))
    const lockfile: Lockfile = JSON.parse(readRepositoryFile(`${folder}package-lock.json`))
    const { '': root, ...packages } = lockfile.packages
    const locked = Object.entries(packages)

    test('pin exact versions', () => {
      const wanted = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })

      expect(wanted.length).toBeGreaterThan(0)
      expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
    })

    test('match the lockfile, which pins all packages by version and hash', () => {
      expect(root).toMatchObject({
        ...(manifest.dependencies && { dependencies: manifest.dependencies }),
        ...(manifest.devDependencies && { devDependencies: manifest.devDependencies }),
      })
      const loose = locked.filter(
        ([, { version, integrity }]) => !version || !integrity?.startsWith('sha512-'),
      )
      expect(loose).toEqual([])
    })

    test('are not deprecated according to the lockfile', () => {
      const deprecated = locked.filter(([path, { deprecated: reason }]) => {
        const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
        return reason !== undefined && !(name in BEARABLE)
      })
      expect(deprecated).toEqual([])
    })
  },
)
