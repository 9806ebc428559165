import { globSync } from 'node:fs'
import { getIntrospectionQuery, OperationTypeNode, parse, print } from 'graphql'
import { expect, test } from 'vitest'
import { companySeed } from '../../../../src/emulator/server.ts'
import { startGateway } from '../../../support/gateway.ts'
import { readPage, readRepositoryFile } from '../../../support/readme.ts'
import { ask } from './support.ts'

/** Returns each operation of a document together with its fragments. */
function operationsOf(name: string, text: string): readonly { name: string; query: string; type: string }[] {
  const { kind, definitions } = parse(text)
  return definitions.flatMap((definition) => {
    if (definition.kind !== 'OperationDefinition') return []
    const fragments = definitions.filter((other) => other.kind === 'FragmentDefinition')
    const used = fragments.filter((fragment) => print(definition).includes(`...${fragment.name.value}`))
    return [{ name, query: print({ kind, definitions: [definition, ...used] }), type: definition.operation }]
  })
}

const shown = globSync('{src/server/graphiql/examples/*,test/operations}/*.graphql').flatMap((file) =>
  operationsOf(file, readRepositoryFile(file)),
)
const documented = globSync(['README.md', 'docs/*.md'], { exclude: ['docs/limits.md'] })
  .flatMap((path) => readPage(path).sections.flatMap(({ steps }) => steps.map((step) => ({ path, step }))))
  .flatMap(({ path, step }) =>
    step.kind === 'graphql' ? operationsOf(`${path}:${step.line}`, step.query) : [],
  )

test('default limits allow every operation of examples, documentation and tests', async () => {
  await using gateway = await startGateway({ emulator: { seed: companySeed } })
  expect(shown.length).toBeGreaterThan(20)
  expect(documented.length).toBeGreaterThan(10)
  const codes: unknown[] = []
  for (const { name, query, type } of [...shown, ...documented]) {
    const transport = type === OperationTypeNode.SUBSCRIPTION ? 'WebSocket' : 'POST'
    const { code } = await ask(gateway.url, transport, { query })
    // Some require variables, and report that during execution.
    if (code !== undefined && code !== 'BAD_USER_INPUT') codes.push([name, code])
  }
  expect(codes).toEqual([])
})

test.for([
  ['by default', {}],
  [
    'with every option',
    {
      descriptions: true,
      schemaDescription: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      inputValueDeprecation: true,
      oneOf: true,
    },
  ],
] as const)('default limits allow introspection, %s', async ([, options]) => {
  await using gateway = await startGateway()
  for (const transport of ['POST', 'GET', 'WebSocket'] as const) {
    const { data, errors } = await ask(gateway.url, transport, { query: getIntrospectionQuery(options) })
    expect(errors).toBeUndefined()
    expect(data).toHaveProperty('__schema.types')
  }
})

test('default limits allow the queries of a router', async () => {
  await using gateway = await startGateway()
  const { data } = await ask(gateway.url, 'POST', { query: '{ _service { sdl } }' })
  expect(data).toHaveProperty('_service.sdl')
})
