import { type GraphQLResolveInfo, getNamedType } from 'graphql'
import { describe, expect, test } from 'vitest'
import { ALL_SCOPES, createCaller } from '../../../src/schema/access.ts'
import { createSchema } from '../../../src/schema/index.ts'
import {
  fieldsOf,
  guardedArguments,
  reachableFields,
  scopesOf,
  scopesToResolve,
  walkParameters,
} from './guards.ts'

const schema = createSchema()
const fields = fieldsOf(schema)

/** Names of fields, arguments and members of inputs that say who a person is. */
const PERSONAL = /^(user|users|userIds?|userNames?|userNameContains|userArns?|firstName|lastName|subject)$/

/** Returns the outcome of resolving a field for a caller with some scopes. */
async function resolve({ type, field }: (typeof fields)[number], scopes: readonly string[], given: object) {
  const caller = createCaller(
    'test',
    ALL_SCOPES.filter((scope) => scopes.includes(scope)),
  )
  const info = {
    fieldName: field.name,
    parentType: type,
    path: { key: field.name, prev: undefined, typename: type.name },
    schema,
  }
  // A subscription is checked when it starts.
  const run = type === schema.getSubscriptionType() ? field.subscribe : field.resolve
  // A check needs no more of the request than this.
  return run?.({}, given, { caller } as never, info as GraphQLResolveInfo)
}

/** Returns as many scopes as possible of a caller without these. */
const others = (scopes: readonly string[]) =>
  ALL_SCOPES.filter(
    (scope) =>
      !createCaller('test', [scope])
        .scopes.values()
        .some((one) => scopes.includes(one)),
  )

const guardedFields = fields
  .filter(({ type }) => type !== schema.getMutationType())
  .flatMap((found) => scopesOf(found.field).map((scope) => ({ ...found, scope })))

test.each(guardedFields)('rejects $name without $scope', async (found) => {
  await expect(resolve(found, others([found.scope]), {})).rejects.toMatchObject({
    message: expect.stringContaining(found.scope),
    extensions: { code: 'FORBIDDEN' },
  })
})

// Mutations return the rejection as data.
const byScope = Map.groupBy(
  fields
    .filter(({ type }) => type !== schema.getMutationType())
    .flatMap((found) => scopesToResolve(found).map((scope) => ({ ...found, scope }))),
  ({ type, scope }) => `${type.name} without ${scope}`,
)

test('queries, subscriptions and resources require a scope', () => {
  const node = schema.getType('Node')
  const roots = [schema.getQueryType(), schema.getSubscriptionType()]
  const open = fields
    .filter((found) => scopesToResolve(found).length === 0)
    .filter(({ type }) => roots.includes(type) || type.getInterfaces().some((one) => one === node))
  // Entities require the scope of their type.
  expect(open.map(({ name }) => name)).toEqual(['Query._entities', 'Query._service'])
})

test.each([...byScope])('rejects every field of %s', async (_what, guardedByScope) => {
  for (const found of guardedByScope) {
    await expect(resolve(found, others([found.scope]), {}), found.name).rejects.toMatchObject({
      message: expect.stringContaining(found.scope),
      extensions: { code: 'FORBIDDEN' },
    })
  }
})

const guarded = fields.flatMap((found) =>
  guardedArguments(found.field.args).map((argument) => ({
    ...found,
    argument,
    label: `${found.name}(${argument.path.join('.')})`,
  })),
)

test.each(guarded)('rejects $label without its scope', async ({ argument, ...found }) => {
  // A field of a guarded type is rejected before its arguments are looked at.
  const isOpen = scopesOf(found.type).length + scopesOf(found.field).length === 0
  await expect(resolve(found, others(argument.scopes), argument.given)).rejects.toMatchObject({
    message: expect.stringContaining(isOpen ? `\`${argument.path.join('.')}\`` : String(argument.scopes)),
    extensions: { code: 'FORBIDDEN' },
  })
})

describe('without appstream:people and appstream:stream', () => {
  const { fields: reachable, isOpen } = reachableFields(schema, ['appstream:people', 'appstream:stream'])

  test('no field identifies a person', () => {
    const personal = reachable.filter(({ field }) => PERSONAL.test(field.name))
    expect(personal.map(({ name }) => name)).toEqual([])
  })

  test('no argument names a person', () => {
    const personal = reachable.flatMap(({ name, field }) =>
      walkParameters(field.args, isOpen)
        .filter(({ parameter }) => PERSONAL.test(parameter.name))
        .map(({ path }) => `${name}(${path.join('.')})`),
    )
    expect(personal).toEqual([])
  })

  test('no field returns a guarded type', () => {
    const returning = reachable.filter(({ field }) => !isOpen(getNamedType(field.type)))
    expect(returning.map(({ name }) => name)).toEqual([])
  })
})
