import SchemaBuilder from '@pothos/core'
import ScopeAuthPlugin from '@pothos/plugin-scope-auth'
import { type GraphQLSchema, graphql, parse, subscribe } from 'graphql'
import { expect, test } from 'vitest'
import {
  type Caller,
  createCaller,
  missingScopes,
  type Scope,
  type Scopes,
} from '../../../../src/schema/access.ts'
import { forbidden } from '../../../../src/schema/errors.ts'
import { SCOPES_PLUGIN } from '../../../../src/schema/plugins/scopes-plugin.ts'

type Context = { readonly caller: Caller }

function createBuilder() {
  return new SchemaBuilder<{
    AuthScopes: { scope: Scopes }
    Context: Context
    DefaultFieldNullability: false
  }>({
    defaultFieldNullability: false,
    plugins: [ScopeAuthPlugin, SCOPES_PLUGIN],
    scopes: { missing: ({ caller }, needed) => missingScopes(caller, needed) },
    scopeAuth: {
      authScopes: ({ caller }) => ({ scope: (needed) => missingScopes(caller, needed).length === 0 }),
      unauthorizedError: () => forbidden(['needed']),
    },
  })
}

/** A graph of people, whose names need `appstream:people`. */
function createSchema(): GraphQLSchema {
  const builder = createBuilder()
  const person = builder.objectRef<{ name: string }>('Person').implement({
    scope: 'appstream:people',
    fields: (t) => ({ name: t.exposeString('name') }),
  })
  const nested = builder.inputType('Nested', {
    fields: (t) => ({ names: t.stringList({ scope: 'appstream:people' }), age: t.int() }),
  })
  const filter = builder.inputType('Filter', {
    fields: (t) => ({ nested: t.field({ type: [nested] }) }),
  })
  builder.queryType({
    fields: (t) => ({
      person: t.field({ type: person, nullable: true, resolve: () => ({ name: 'Ann' }) }),
      secret: t.string({
        nullable: true,
        scope: ['appstream:people', 'appstream:manage'],
        resolve: () => 'secret',
      }),
      count: t.int({
        nullable: true,
        args: { filter: t.arg({ type: filter }), name: t.arg.string({ scope: 'appstream:people' }) },
        resolve: () => 1,
      }),
    }),
  })
  builder.subscriptionType({
    fields: (t) => ({
      counts: t.int({
        nullable: true,
        args: { name: t.arg.string({ scope: 'appstream:people' }) },
        async *subscribe() {
          yield 1
        },
        resolve: (count) => Number(count),
      }),
    }),
  })
  return builder.toSchema()
}

const schema = createSchema()
const contextOf = (scopes: readonly Scope[]) => ({ caller: createCaller('test', scopes) })
const run = async (source: string, ...scopes: readonly Scope[]) => {
  const { data, errors } = await graphql({ schema, source, contextValue: contextOf(scopes) })
  return { ...data, ...(errors && { error: errors.map(({ message }) => message).join() }) }
}

test.each([
  ['a type', '{ person { name } }', {}],
  ['a field', '{ secret }', { secret: 'secret' }],
  ['an argument', '{ count(name: "Ann") }', { count: 1 }],
  ['a member of an input', '{ count(filter: { nested: [{ age: 1 }, { names: ["Ann"] }] }) }', { count: 1 }],
])('%s requires its scopes', async (_what, query, answer) => {
  const without = await run(query, 'appstream:manage')
  expect(without).toMatchObject({
    error: expect.stringContaining('which the token of this request does not have'),
  })
  expect(Object.values(without)).toContain(null)
  expect(await run(query, 'appstream:manage', 'appstream:people')).toMatchObject(answer)
})

test('a field requires all of its scopes', async () => {
  expect(await run('{ secret }', 'appstream:people')).toMatchObject({ secret: null })
})

test('an argument names the scope and its path', async () => {
  expect(await run('{ count(filter: { nested: { names: [] } }) }')).toEqual({
    count: null,
    error:
      'The argument `filter.nested.names` requires the scope appstream:people, which the token of this request does not have.',
  })
})

test.each([
  '{ count }',
  '{ count(name: null, filter: { nested: [{ names: null }] }) }',
  '{ count(filter: { nested: null }) }',
])('an argument that is null or omitted requires no scope: %s', async (query) => {
  expect(await run(query)).toEqual({ count: 1 })
})

test('an argument of a subscription requires its scope', async () => {
  const document = parse('subscription { counts(name: "Ann") }')
  expect(await subscribe({ schema, document, contextValue: contextOf([]) })).toMatchObject({
    errors: [{ extensions: { code: 'FORBIDDEN' } }],
  })
})

test('a mutation cannot guard a member of its input', () => {
  const builder = createBuilder()
  builder.queryType({ fields: (t) => ({ one: t.int({ resolve: () => 1 }) }) })
  builder.mutationType({
    fields: (t) => ({
      remove: t.int({ args: { name: t.arg.string({ scope: 'appstream:people' }) }, resolve: () => 1 }),
    }),
  })
  expect(() => builder.toSchema()).toThrow('Mutation.remove')
})
