import { globSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { UpstreamErrorCode } from '../../../src/appstream/errors/exceptions.ts'
import { environment } from '../../../src/config/environment.ts'
import { MODELLED, type ModelledError } from '../../../src/schema/mutation/error-types.ts'
import { modelledError } from '../../../src/schema/mutation/errors.ts'
import { readRepositoryFile } from '../../support/readme.ts'
import { documentedCodes } from './codes.ts'

const UPSTREAM: Readonly<Record<UpstreamErrorCode, true>> = {
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
/** Codes of graphql-js, as named by Yoga. */
const LANGUAGE = ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'OPERATION_RESOLUTION_FAILURE']
/** The gateway's own one-word codes. */
const WORDS = ['UNAUTHENTICATED', 'FORBIDDEN', 'OVERLOADED']
/** Codes of AWS failures that mutations return as data. */
const MUTATION = ['ACCESS_DENIED', 'BUDGET_EXHAUSTED', 'OUTCOME_UNKNOWN', 'THROTTLED']

function isModelled(name: string): name is ModelledError {
  return Object.hasOwn(MODELLED, name)
}

test('has a heading for exactly the error codes that clients receive', () => {
  const edge = [...globSync('src/server/**/*.ts'), 'src/schema/errors.ts'].map(readRepositoryFile).join('\n')
  const ours = [...edge.matchAll(/'([A-Z]+(?:_[A-Z]+)+)'/g)]
    .map(([, code = '']) => code)
    // Messages name the variables that set limits.
    .filter((code) => !(code in environment.shape))
    // Node's reasons for rejecting a request, which clients do not receive.
    .filter((code) => !/^(HPE|ERR)_/.test(code))
  const modelled = Object.keys(MODELLED)
    .filter(isModelled)
    .map((name) => modelledError(name, '').code)
  const sent = [...Object.keys(UPSTREAM), ...ours, ...WORDS, ...LANGUAGE, ...modelled, ...MUTATION]

  expect(documentedCodes().toSorted()).toEqual([...new Set(sent)].toSorted())
})

test('the codes of mutations are those in the code', () => {
  const source = readRepositoryFile('src/schema/mutation/errors.ts')
  const literals = [...source.matchAll(/code: '(\w+)'/g)].map(([, code]) => code)

  expect(documentedCodes()).toEqual(expect.arrayContaining(literals))
})
