// Compares the API with the one released last, test/released/schema.graphql, and fails on a breaking change that
// test/released/breaking-changes.json does not declare. With --release it makes the API of now the released one.
import { readFile, writeFile } from 'node:fs/promises'
import { CriticalityLevel, diff } from '@graphql-inspector/core'
import { buildSchema, printSchema } from 'graphql'
import { z } from 'zod'
import { createApiSchema } from '../schema/index.ts'

const RELEASED = 'test/released/schema.graphql'
const DECLARED = 'test/released/breaking-changes.json'

/** What changes for clients, by inspector's words for it, and why it has to. */
const declarations = z.array(z.object({ change: z.string().min(1), why: z.string().min(10) }))

/** What keeps a change of the API from being let through: undeclared breaking ones, and declared ones that are none. */
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
      .map((change) => `is declared, but is no breaking change: ${change}`),
  ]
}

if (import.meta.main) {
  const current = `${printSchema(createApiSchema())}\n`
  if (process.argv.includes('--release')) {
    await writeFile(RELEASED, current)
    await writeFile(DECLARED, '[]\n')
  } else {
    const problems = await undeclaredChanges(
      await readFile(RELEASED, 'utf8'),
      current,
      JSON.parse(await readFile(DECLARED, 'utf8')),
    )
    for (const problem of problems) console.error(problem)
    if (problems.length > 0) {
      console.error(
        `Declare what is meant in ${DECLARED}, as [{ "change": "<the words above>", "why": "..." }].`,
      )
      process.exitCode = 1
    }
  }
}
