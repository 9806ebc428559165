import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ConfigError, loadConfig } from '../../../src/config.ts'

const folder = mkdtempSync(join(tmpdir(), 'manifest-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Loads a configuration with the given manifest. */
function load(content: string) {
  const path = join(folder, 'manifest.json')
  writeFileSync(path, content)
  return { path, load: () => loadConfig({ TRUSTED_DOCUMENTS: path }).limits.trustedDocuments }
}

const apollo = (operations: unknown, version: unknown = 1) =>
  JSON.stringify({ format: 'apollo-persisted-query-manifest', version, operations })

test.for([
  ['graphql-codegen’s', '{"sha256:a1":"query A { a }","b2":"{b}"}'],
  [
    'Apollo’s',
    apollo([
      { id: 'a1', name: 'A', type: 'query', body: 'query A { a }' },
      { id: 'b2', name: 'B', type: 'query', body: '{b}' },
    ]),
  ],
] as const)('reads %s manifest and prints its documents', ([, content]) => {
  const documents = load(content).load()
  expect([...(documents?.byId ?? [])]).toEqual([
    ['a1', 'query A { a }'],
    ['b2', '{b}'],
  ])
  expect([...(documents?.printed ?? [])]).toEqual(['query A {\n  a\n}', '{\n  b\n}'])
})

test.for([
  ['{', 'is not valid JSON'],
  ['[]', 'must be a manifest'],
  ['{"a1":["query A { a }"]}', 'must be a manifest'],
  ['"query A { a }"', 'must be a manifest'],
  ['{}', 'contains no operations'],
  [apollo([]), 'contains no operations'],
  [apollo([{ id: 'a1', body: '{ a }' }], 2), 'must be a manifest'],
  [apollo([{ id: 'a1', name: 'A' }]), 'must be a manifest'],
  [
    apollo([
      { id: 'a1', body: '{ a }' },
      { id: 'sha256:a1', body: '{ b }' },
    ]),
    'contains two operations with the same id, compared without `sha256:`; remove one',
  ],
  [
    '{"a1":"query A {"}',
    'contains operation a1, which is not valid GraphQL (Syntax Error: Expected Name, found <EOF>.)',
  ],
  ['{"a1":""}', 'contains operation a1, which is not valid GraphQL'],
])('rejects the manifest %s as a configuration error', ([content = '', problem]) => {
  const { path, load: attempt } = load(content)
  expect(attempt).toThrow(ConfigError)
  expect(attempt).toThrow(`TRUSTED_DOCUMENTS: "${path}" ${problem}`)
})

test('reports a missing manifest together with other configuration errors', () => {
  const attempt = () => loadConfig({ TRUSTED_DOCUMENTS: join(folder, 'nothing.json'), PORT: 'x' })
  expect(attempt).toThrow(
    /PORT is "x"[^\n]*\n[^\n]*TRUSTED_DOCUMENTS: "[^\n]*nothing.json" cannot be read \(ENOENT: no such file/,
  )
})
