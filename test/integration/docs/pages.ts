import { describe, expect, test } from 'vitest'
import { readPage, type Step } from '../../support/readme.ts'
import { createReader } from './reader.ts'

/** Pages of the documentation, in groups that run in parallel. */
export const PAGES = {
  project: [
    'README.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    'SECURITY.md',
    'examples/README.md',
    'docs/adding-a-resource.md',
    'docs/architecture.md',
    'docs/benchmark.md',
    'docs/upgrading.md',
  ],
  api: [
    'docs/clients.md',
    'docs/errors.md',
    'docs/freshness.md',
    'docs/limits.md',
    'docs/mutations.md',
    'docs/queries.md',
    'docs/subscriptions.md',
  ],
  resources: [
    'docs/applications.md',
    'docs/directories.md',
    'docs/fleets.md',
    'docs/images.md',
    'docs/licenses.md',
    'docs/people.md',
    'docs/teardown.md',
  ],
  operators: [
    'docs/access.md',
    'docs/aws.md',
    'docs/configuration.md',
    'docs/deploy.md',
    'docs/emulator.md',
    'docs/operating.md',
    'docs/operations.md',
    'docs/replicas.md',
  ],
  routers: ['docs/federation.md'],
} as const satisfies Readonly<Record<string, readonly string[]>>

/** Declares a test for each section of these pages: its commands work, and its queries return what it shows. */
export function testPages(paths: readonly string[]): void {
  describe.each(paths)('%s', (path) => {
    const { sections } = readPage(path)
    test.each(sections.filter(({ steps }) => steps.length > 0))(
      '$title: every command works and every query returns the documented answer',
      async ({ steps }) => {
        await using reader = createReader()
        for (const [index, step] of steps.entries()) {
          const next = steps[index + 1]
          await reader.take(step, next?.kind === 'json' ? next.value : undefined)
        }
      },
    )

    test('puts every answer after its query, except policies', () => {
      const alone = sections.flatMap(({ steps }) =>
        steps.filter((step, index) => step.kind === 'json' && !hasAnswer(steps[index - 1])),
      )
      for (const step of alone) expect(step).toHaveProperty('value.Statement')
    })
  })
}

/** Returns true if a step has a response. */
function hasAnswer(step: Step | undefined): boolean {
  return step?.kind === 'graphql' || (step?.kind === 'command' && step.command.program === 'curl')
}
