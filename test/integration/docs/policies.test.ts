import { globSync } from 'node:fs'
import { expect, test } from 'vitest'
import { CALLER_TAG } from '../../../src/appstream/role-session.ts'
import { readPage, readRepositoryFile } from '../../support/readme.ts'

const page = readPage('docs/aws.md')

test('the policies allow exactly the calls of the gateway', () => {
  const sources = globSync('src/{appstream,inventory,schema}/**/*.ts').map(readRepositoryFile).join('\n')
  // Calls of their own, declared operations, and reads by name.
  const calls = /new (\w+)Command\(|operation: '([A-Z]\w+)'|reader\.(?:list|call)\(\s*'(\w+)'/g
  const called = [...sources.matchAll(calls)].map(([, ...names]) => names.find((name) => name) ?? '')
  const allowed = page.text.match(/(?<=")(appstream|sts):[A-Z]\w+(?=")/g)

  expect(new Set(allowed)).toEqual(
    new Set(['sts:AssumeRole', 'sts:TagSession', ...called.map((name) => `appstream:${name}`)]),
  )
})

test('the read policy is read-only and the mutation policy write-only', () => {
  const policies = page.sections
    .flatMap(({ steps }) => steps)
    .filter((step) => step.kind === 'json' && JSON.stringify(step.value).includes('"appstream:'))
    .map((step) => [...JSON.stringify(step).matchAll(/"appstream:(\w+)"/g)].map(([, name = '']) => name))
  const isReading = (name: string) => /^(Describe|Get|List)/.test(name)

  expect(policies.map((actions) => new Set(actions.map(isReading)))).toEqual([
    new Set([true]),
    new Set([false]),
  ])
})

test('the policies name the session tag of the gateway', () => {
  const named = page.text.match(/(?<=aws:(?:Request|Principal)Tag\/)[\w-]+/g)

  expect(new Set(named)).toEqual(new Set([CALLER_TAG]))
})
