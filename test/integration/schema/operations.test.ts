import { type GraphQLField, getNamedType, isObjectType, isRequiredArgument } from 'graphql'
import { expect, test } from 'vitest'
import { serviceModel } from '../../../src/emulator/model.ts'
import { companySeed } from '../../../src/emulator/server.ts'
import { operationRegistry } from '../../../src/schema/kit/operations.ts'
import { operationsOf, type UsedOperation } from '../../../src/tools/model/operations-table.ts'
import { sharedSchema, startGateway } from '../../support/gateway.ts'

const schema = sharedSchema()
const used = operationsOf(schema, operationRegistry.all())
const reads = used.filter(({ operation }) => /^(Describe|List|Get)/.test(operation))
const queries = Object.values(schema.getQueryType()?.getFields() ?? {})

/** Arguments of queries, besides the name. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  appStreamAppLicenseUsages: '(billingPeriod: "2026-11")',
  appStreamExportImageTask: '(taskId: "00000000-0000-0000-0000-000000000000")',
  appStreamEntitlement: '(stackName: "office", name: "any")',
}

/** Returns the arguments of a query; undefined if it needs others than texts. */
function argumentsOf({ name, args }: GraphQLField<unknown, unknown>): string | undefined {
  if (ARGUMENTS[name] !== undefined) return ARGUMENTS[name]
  const given = args.filter((each) => each.name === 'name' || isRequiredArgument(each))
  if (given.some(({ type }) => getNamedType(type).name !== 'String')) return undefined
  return given.length === 0 ? '' : `(${given.map((each) => `${each.name}: "any"`).join(', ')})`
}

/** Returns a selection of a field without fields of its own. */
function selectionOf({ name, type }: GraphQLField<unknown, unknown>): string {
  const named = getNamedType(type)
  if (!isObjectType(named)) return `${name} { __typename }`
  return 'nodes' in named.getFields() ? `${name} { nodes { __typename } }` : `${name} { __typename }`
}

/** Returns documents with a field: below queries for pages of its type if it is none itself. */
function documentsOf({ coordinate, field }: UsedOperation['fields'][number]): readonly string[] {
  const [typename = ''] = coordinate.split('.')
  if (typename === 'Query') {
    const given = argumentsOf(field)
    return given === undefined ? [] : [`{ ${selectionOf(field).replace(field.name, field.name + given)} }`]
  }
  const page = queries.find(({ type }) => getNamedType(type).name === `${typename}Connection`)
  // The gateway asks about the side of an association with fewer resources.
  return page === undefined
    ? []
    : [100, 1].map((first) => `{ ${page.name}(first: ${first}) { nodes { ${selectionOf(field)} } } }`)
}

test('declares operations of the model only', () => {
  const unknown = used.filter(({ operation }) => !(operation in serviceModel.operations))
  expect(unknown).toEqual([])
  expect(used.filter(({ fields }) => fields.length === 0)).toEqual([])
})

test.each(reads)('$operation is called by each field that declares it', async ({ operation, fields }) => {
  await using gateway = await startGateway({
    emulator: { seed: companySeed },
    env: { MAX_COST: '0', MAX_UPSTREAM_CALLS: '0' },
  })
  const callers: string[] = []
  const silent: string[] = []
  for (const used of fields) {
    const documents = documentsOf(used)
    gateway.emulator.calls.clear()
    for (const document of documents) {
      await gateway.query(document, { headers: { 'cache-control': 'no-cache' } })
    }
    const called = gateway.emulator.calls.all.map((call) => call.operation)
    if (called.includes(operation)) callers.push(used.coordinate)
    else if (documents.length > 0 && !alternativesOf(operation).some((each) => called.includes(each))) {
      silent.push(used.coordinate)
    }
  }
  expect(silent).toEqual([])
  expect(callers.length).toBeGreaterThan(0)
})

/** Returns the operations that read the same association from the other side. */
function alternativesOf(operation: string): readonly string[] {
  const own = reads.find((each) => each.operation === operation)
  const isSame = ({ calls }: UsedOperation) =>
    /fewer/.test(calls.join()) && calls.join() === own?.calls.join()
  return reads.filter(isSame).map((each) => each.operation)
}
