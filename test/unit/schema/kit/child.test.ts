import SchemaBuilder from '@pothos/core'
import { afterAll, expect, test, vi } from 'vitest'

// Test files share modules, but only this file declares the child type, so it builds its own graph.
vi.resetModules()
// Pothos is not reset, and would refuse the graph's own plugin the second time.
SchemaBuilder.allowPluginReRegistration = true
const { defineChildKind } = await import('../../../../src/inventory/child-kind.ts')
const { defineChild } = await import('../../../../src/schema/kit/child/define.ts')
const { defineChildList } = await import('../../../../src/schema/kit/child/list.ts')
const { defineChildQuery } = await import('../../../../src/schema/kit/child/query.ts')
const { nameFilters } = await import('../../../../src/schema/kit/filter.ts')
const { create } = await import('../../../../src/schema/kit/mutations/create.ts')
const { remove } = await import('../../../../src/schema/kit/mutations/remove.ts')
const { stacks } = await import('../../../../src/schema/stack/type.ts')
const { startGateway } = await import('../../../support/gateway.ts')

afterAll(() => void vi.resetModules())

// Child type declared only in this file: everything below derives from this declaration.
const rule = defineChild({
  kind: defineChildKind({
    name: 'AppStreamRule',
    plural: 'rules',
    parent: stacks.kind,
    operation: 'DescribeEntitlements',
    list: (reader, StackName, call) =>
      reader.list('DescribeEntitlements', 'Entitlements', { StackName }, call),
    nameOf: ({ Name }) => Name,
  }),
  parent: stacks,
  structure: 'Entitlement',
  description: 'Rule.',
  noun: 'rule',
  plural: 'rules',
  members: { Description: 'Text.', CreatedTime: 'Creation time.' },
})
const rules = defineChildList(rule, {
  parentRef: stacks.ref,
  field: 'rules',
  query: 'appStreamRules',
  description: 'Rules.',
  filters: nameFilters,
})
defineChildQuery('appStreamRule', rule)

const common = { type: rules, scope: 'appstream:manage', description: 'Changes a rule.' } as const
const settings = { Description: 'Text.' }
create({
  ...common,
  name: 'createAppStreamRule',
  operation: 'CreateEntitlement',
  structure: 'CreateEntitlementRequest',
  members: settings,
  output: 'Entitlement',
  payloadDescription: 'Rule.',
  recognizedBy: ['Description'],
})
remove({ ...common, name: 'deleteAppStreamRule', operation: 'DeleteEntitlement' })

test('serves a declared child by field, list, query, node and entity', async () => {
  await using gateway = await startGateway()
  gateway.home.putStack({ Name: 'office' })
  for (const Name of ['one', 'two']) gateway.home.entitlements.put({ StackName: 'office', Name })
  const arn = 'arn:aws:appstream:us-east-1:123456789012:stack/office'
  const answer = await gateway.read<Record<string, Record<string, unknown>>, never>(`{
    one: appStreamRule(stackName: "office", name: "one") { id stackArn name stack { name } }
    all: appStreamRules(filter: { nameContains: "O", stackArns: ["${arn}"] }, last: 1) { totalCount nodes { name } }
    stack: appStreamStack(name: "office") { rules(first: 1) { pageInfo { hasNextPage } nodes { name } } }
    entities: _entities(representations: [{ __typename: "AppStreamRule", stackArn: "${arn}", name: "two" }]) {
      ... on AppStreamRule { name }
    }
  }`)
  expect(answer).toEqual({
    one: { id: expect.any(String), stackArn: arn, name: 'one', stack: { name: 'office' } },
    all: { totalCount: 2, nodes: [{ name: 'two' }] },
    stack: { rules: { pageInfo: { hasNextPage: true }, nodes: [{ name: 'one' }] } },
    entities: [{ name: 'two' }],
  })
  expect(await gateway.read(`{ node(id: "${answer['one']?.['id']}") { __typename } }`)).toEqual({
    node: { __typename: 'AppStreamRule' },
  })
  expect(gateway.emulator.calls.count('DescribeEntitlements')).toBe(1)
})

test('deletes a declared child and returns it as last read', async () => {
  await using gateway = await startGateway({ emulator: { behaviour: { visibleAfterMs: 0 } } })
  gateway.home.putStack({ Name: 'office' })
  gateway.home.entitlements.put({ StackName: 'office', Name: 'one', Description: 'Old.' })
  await gateway.read('{ appStreamRules { totalCount } }')
  const deleted = await gateway.read(`mutation {
    deleteAppStreamRule(input: { stackName: "office", name: "one" }) {
      ... on DeleteAppStreamRulePayload { rule { description } }
    }
  }`)
  expect(deleted).toEqual({ deleteAppStreamRule: { rule: { description: 'Old.' } } })
  expect(await gateway.read('{ appStreamRules { totalCount } }')).toEqual({
    appStreamRules: { totalCount: 0 },
  })
  expect(gateway.emulator.calls.count('DescribeEntitlements')).toBe(1)
})
