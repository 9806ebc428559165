import { globSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { UpstreamErrorCode } from '../../../src/appstream/exceptions.ts'
import { environment } from '../../../src/config/environment.ts'
import { readPage, readRepositoryFile } from '../../support/readme.ts'

const page = readPage('docs/errors.md')

test('lists exactly the error codes that a client can receive', () => {
  const upstream: Readonly<Record<UpstreamErrorCode, true>> = {
    COORDINATION_UNAVAILABLE: true,
    UPSTREAM_ACCESS_DENIED: true,
    UPSTREAM_BUDGET_EXHAUSTED: true,
    UPSTREAM_CREDENTIALS: true,
    UPSTREAM_REJECTED: true,
    UPSTREAM_THROTTLED: true,
    UPSTREAM_TIMEOUT: true,
    UPSTREAM_UNAVAILABLE: true,
    UPSTREAM_UNREADABLE: true,
  }
  const edge = [...globSync('src/server/**/*.ts'), 'src/schema/errors.ts'].map(readRepositoryFile).join('\n')
  const ours = [...edge.matchAll(/'([A-Z]+(?:_[A-Z]+)+)'/g)]
    .map(([, code = '']) => code)
    // Messages name the variables that set limits.
    .filter((code) => !(code in environment.shape))
    // Node's reasons for rejecting a request, which clients do not receive.
    .filter((code) => !/^(HPE|ERR)_/.test(code))
  // Codes of graphql-js, as named by Yoga.
  const language = ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'OPERATION_RESOLUTION_FAILURE']
  // The gateway's own one-word codes.
  const words = ['UNAUTHENTICATED', 'FORBIDDEN', 'OVERLOADED']

  expect(page.firstColumn('Code').toSorted()).toEqual(
    [...new Set([...Object.keys(upstream), ...ours, ...words, ...language])].toSorted(),
  )
})
