// Compares the API with the last released one, test/released/schema.graphql, and fails on breaking changes not declared
// in test/released/breaking-changes.json. With --release, also requires that version and changelog are ready for a release,
// and records the current API as released.
import { readFile, writeFile } from 'node:fs/promises'
import { CriticalityLevel, diff } from '@graphql-inspector/core'
import { buildSchema, printSchema } from 'graphql'
import { z } from 'zod'
import { createApiSchema } from '../schema/index.ts'
import { RELEASED_VERSION, readReleaseState, releaseProblems, versionProblems } from './release.ts'

const RELEASED = 'test/released/schema.graphql'
const DECLARED = 'test/released/breaking-changes.json'

/** Declared breaking changes, each as described by graphql-inspector, with the reason. */
const declarations = z.array(z.object({ change: z.string().min(1), why: z.string().min(10) }))

/**
 * Returns the problems that fail the check: undeclared breaking changes, and declared changes that are not breaking.
 */
export async function undeclaredChanges(
  released: string,
  current: string,
  declared: z.input<typeof declarations>,
): Promise<string[]> {
  const changes = await diff(buildSchema(released), buildSchema(current))
  const breaking = changes
    .filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking)
    .map(({ message }) => message)
  const expected = declarations.parse(declared).map(({ change }) => change)
  return [
    ...breaking
      .filter((message) => !expected.includes(message))
      .map((message) => `breaks clients: ${message}`),
    ...expected
      .filter((change) => !breaking.includes(change))
      .map((change) => `declared, but not a breaking change: ${change}`),
  ]
}

if (import.meta.main) {
  const current = `${printSchema(createApiSchema())}\n`
  const declared = JSON.parse(await readFile(DECLARED, 'utf8'))
  const undeclared = await undeclaredChanges(await readFile(RELEASED, 'utf8'), current, declared)
  const state = await readReleaseState(declared.length > 0)
  const isRelease = process.argv.includes('--release')
  const problems = [...undeclared, ...(isRelease ? releaseProblems(state) : versionProblems(state))]
  for (const problem of problems) console.error(problem)
  if (undeclared.length > 0) {
    console.error(
      `Declare intended changes in ${DECLARED}, as [{ "change": "<the text above>", "why": "..." }].`,
    )
  }
  if (problems.length > 0) process.exitCode = 1
  else if (isRelease) {
    await writeFile(RELEASED, current)
    await writeFile(DECLARED, '[]\n')
    await writeFile(RELEASED_VERSION, `${JSON.stringify({ version: state.version })}\n`)
    console.log(`Recorded the schema of ${state.version} as released.`)
  }
}
