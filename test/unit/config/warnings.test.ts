import { expect, test } from 'vitest'
import { configWarnings, loadConfig } from '../../../src/config.ts'
import { problemsOf } from './problems.ts'

function warningsOf(env: Readonly<Record<string, string>>, isProduction = false) {
  return configWarnings(loadConfig(env), { env, isProduction })
}

test('has no warning about the defaults and about AWS in production', () => {
  expect(warningsOf({})).toEqual([])
  expect(warningsOf({ UPSTREAM: 'aws', AWS_REGION: 'eu-west-1' }, true)).toEqual([])
})

test('warns once about all unknown variables, without their values', () => {
  const warnings = warningsOf({ UPSTREAM_TOKEN: 'hunter2', MAX_STALENES_MS: 'hunter2' })

  expect(warnings).toEqual([
    {
      message:
        'ignored variables: MAX_STALENES_MS is not a setting: did you mean MAX_STALENESS_MS?; UPSTREAM_TOKEN is not a setting: see docs/configuration.md',
      details: {
        variables: [
          { name: 'MAX_STALENES_MS', suggestion: 'MAX_STALENESS_MS' },
          { name: 'UPSTREAM_TOKEN', suggestion: undefined },
        ],
      },
    },
  ])
  expect(JSON.stringify(warnings)).not.toContain('hunter2')
})

test('names mistyped variables when the configuration is invalid', () => {
  expect(problemsOf({ UPSTREAM: 'aws', AWS_REIGON: 'us-east-1' })).toEqual([
    expect.stringContaining('AWS_REGIONS or AWS_REGION is required'),
    'AWS_REIGON is not a setting: did you mean AWS_REGION?',
  ])
})

test('warns if production serves an emulator', () => {
  expect(warningsOf({}, true)).toEqual([
    {
      message: expect.stringMatching(/^NODE_ENV is production, but UPSTREAM is emulator: .*Set UPSTREAM=aws/),
      details: { upstream: 'emulator' },
    },
  ])
  expect(warningsOf({ AWS_ENDPOINT_URL_APPSTREAM: 'http://127.0.0.1:4566' }, true)).toMatchObject([
    { message: expect.stringContaining('serves http://127.0.0.1:4566') },
  ])
})
