import SchemaBuilder from '@pothos/core'
import { type GraphQLSchema, graphql, parse, subscribe } from 'graphql'
import { expect, test, vi } from 'vitest'
import {
  type Caller,
  createCaller,
  missingScopes,
  type Scope,
  type Scopes,
} from '../../../../src/schema/access.ts'
import { forbidden } from '../../../../src/schema/errors.ts'
import { GUARD_PLUGIN } from '../../../../src/schema/plugins/guard-plugin.ts'
import { SCOPES_PLUGIN } from '../../../../src/schema/plugins/scopes-plugin.ts'

type Context = { readonly caller: Caller }

/** Called whenever Pothos creates its cache of a request, to check scopes. */
const begun = vi.fn<() => void>()

/** Creates a graph with guards of all kinds. */
function createSchema(): GraphQLSchema {
  const builder = new SchemaBuilder<{
    AuthScopes: { scope: Scopes; never: boolean }
    Context: Context
    DefaultFieldNullability: false
  }>({
    defaultFieldNullability: false,
    plugins: [GUARD_PLUGIN, SCOPES_PLUGIN],
    scopes: { missing: ({ caller }, needed) => missingScopes(caller, needed) },
    scopeAuth: {
      authScopes({ caller }) {
        begun()
        return { scope: (needed) => missingScopes(caller, needed).length === 0, never: false }
      },
      authorizeOnSubscribe: true,
      unauthorizedError: () => forbidden(['needed']),
    },
  })
  const named = builder.interfaceRef<{ name: string }>('Named').implement({
    authScopes: { scope: 'appstream:people' },
    fields: (t) => ({ name: t.exposeString('name', { nullable: true }) }),
  })
  const person = builder.objectRef<{ name: string }>('Person').implement({
    interfaces: [named],
    fields: (t) => ({ age: t.int({ nullable: true, resolve: () => 30 }) }),
  })
  const closed = builder.objectRef<{ name: string }>('Closed').implement({
    authScopes: () => false,
    fields: (t) => ({ name: t.exposeString('name', { nullable: true }) }),
  })
  const resolve = () => ({ name: 'Ann' })
  builder.queryType({
    authScopes: { scope: 'appstream:read' },
    fields: (t) => ({
      count: t.int({ nullable: true, resolve: () => 1 }),
      secret: t.int({ nullable: true, scope: 'appstream:manage', resolve: () => 2 }),
      person: t.field({ type: person, resolve }),
      closed: t.field({ type: closed, resolve }),
      never: t.int({
        nullable: true,
        authScopes: { $all: { scope: 'appstream:read', never: true } },
        resolve: () => 3,
      }),
    }),
  })
  builder.subscriptionType({
    authScopes: { scope: 'appstream:read' },
    fields: (t) => ({
      counts: t.int({
        nullable: true,
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
const ALL: readonly Scope[] = ['appstream:read', 'appstream:people', 'appstream:manage']
const contextOf = (scopes: readonly Scope[]) => ({ caller: createCaller('test', scopes) })

async function run(source: string, scopes: readonly Scope[]) {
  begun.mockClear()
  const { data, errors = [] } = await graphql({ schema, source, contextValue: contextOf(scopes) })
  return { data, codes: errors.map(({ extensions }) => extensions['code']) }
}

test.each([
  ['{ count }', ['appstream:people']],
  ['{ secret }', ['appstream:read']],
  ['{ person { name } }', ['appstream:read']],
  ['{ person { age } }', ['appstream:read']],
] as const)('rejects %s without its scope', async (query, scopes) => {
  expect((await run(query, scopes)).codes).toEqual(['FORBIDDEN'])
  expect((await run(query, ALL)).codes).toEqual([])
})

test('creates no cache of Pothos for a caller with all scopes', async () => {
  const { data } = await run('{ count secret person { name age } }', ALL)
  expect(data).toEqual({ count: 1, secret: 2, person: { name: 'Ann', age: 30 } })
  expect(begun).not.toHaveBeenCalled()
})

test.each(['{ closed { name } }', '{ never }'])('leaves other conditions to Pothos: %s', async (query) => {
  expect((await run(query, ALL)).codes).toEqual(['FORBIDDEN'])
})

test('rejects a subscription without its scope', async () => {
  const document = parse('subscription { counts }')
  expect(await subscribe({ schema, document, contextValue: contextOf([]) })).toMatchObject({
    errors: [{ extensions: { code: 'FORBIDDEN' } }],
  })
})

test('starts a subscription with its scope, without a cache of Pothos', async () => {
  begun.mockClear()
  const document = parse('subscription { counts }')
  const events = await subscribe({ schema, document, contextValue: contextOf(ALL) })
  if (!(Symbol.asyncIterator in events)) throw new Error('The subscription was rejected.')
  expect(await Array.fromAsync(events)).toEqual([{ data: { counts: 1 } }])
  expect(begun).not.toHaveBeenCalled()
})
