import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql'
import { createClient as createSseClient } from 'graphql-sse'
import { expect, test } from 'vitest'
import { ALL_SCOPES } from '../../../../src/schema/access.ts'
import { createSchema } from '../../../../src/schema/index.ts'
import { imageArn } from '../../../support/gateway.ts'
import { start } from './scopes.ts'

/** Returns a GraphQL literal that an input type accepts. */
function literal(type: GraphQLInputType): string {
  if (isNonNullType(type)) return literal(type.ofType)
  if (isListType(type)) return `[${literal(type.ofType)}]`
  if (isEnumType(type)) return type.getValues()[0]?.name ?? ''
  if (isInputObjectType(type)) {
    const required = Object.values(type.getFields()).filter(isRequiredInputField)
    return `{${required.map(({ name, type: of }) => `${name}: ${literal(of)}`).join(', ')}}`
  }
  return ['Int', 'Float'].includes(type.name) ? '1' : type.name === 'Boolean' ? 'true' : '"x"'
}

/** Returns a call of a field with its required arguments and a minimal selection. */
function call({ name, args, type }: GraphQLField<unknown, unknown>): string {
  const given = args.filter(isRequiredArgument).map((arg) => `${arg.name}: ${literal(arg.type)}`)
  return `${name}${given.length > 0 ? `(${given.join(', ')})` : ''}${isLeafType(getNamedType(type)) ? '' : ' { __typename }'}`
}

const schema = createSchema()
const fieldsOf = (type: GraphQLObjectType | null | undefined) => Object.values(type?.getFields() ?? {})

test.each(fieldsOf(schema.getQueryType()).map((field) => [field.name, call(field)]))(
  'rejects Query.%s without a scope',
  async (name, selection) => {
    await using company = await start()
    const headers = await company.issuer.headers({ scope: 'openid' })
    const { errors } = await company.gateway.query(`{ ${selection} }`, { headers })
    expect(errors).toMatchObject([{ path: [name], extensions: { code: 'FORBIDDEN' } }])
    expect(errors?.[0]?.message).toContain('appstream:read')
    expect(company.gateway.emulator.calls.all).toEqual([])
  },
)

test.each(fieldsOf(schema.getSubscriptionType()).map((field) => [field.name, call(field)]))(
  'rejects Subscription.%s without a scope',
  async (_name, selection) => {
    await using company = await start()
    const client = createSseClient({
      url: company.gateway.url,
      retryAttempts: 0,
      headers: await company.issuer.headers({ scope: undefined }),
    })
    const { value } = await client.iterate({ query: `subscription { ${selection} }` }).next()
    expect(value.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    expect(company.gateway.emulator.calls.all).toEqual([])
  },
)

const OPERATE = ['appstream:operate']
const MANAGE_PEOPLE = ['appstream:manage', 'appstream:people']
const OPERATE_PEOPLE = ['appstream:operate', 'appstream:people']

/** Scopes of the mutations that need others than `appstream:manage`. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  startImageBuilder: OPERATE,
  stopImageBuilder: OPERATE,
  createImageBuilderStreamingUrl: OPERATE,
  startAppStreamFleet: OPERATE,
  stopAppStreamFleet: OPERATE,
  startAppStreamAppBlockBuilder: OPERATE,
  stopAppStreamAppBlockBuilder: OPERATE,
  createAppStreamAppBlockBuilderStreamingUrl: OPERATE,
  startSoftwareDeploymentToImageBuilder: OPERATE,
  expireAppStreamSession: OPERATE,
  drainAppStreamSessionInstance: OPERATE,
  createAppStreamStreamingUrl: ['appstream:stream'],
  createAppStreamUser: MANAGE_PEOPLE,
  deleteAppStreamUser: MANAGE_PEOPLE,
  batchAssociateAppStreamUserStack: MANAGE_PEOPLE,
  batchDisassociateAppStreamUserStack: MANAGE_PEOPLE,
  enableAppStreamUser: OPERATE_PEOPLE,
  disableAppStreamUser: OPERATE_PEOPLE,
}

const mutations = fieldsOf(schema.getMutationType()).flatMap((field) => {
  const needed = NEEDED[field.name] ?? ['appstream:manage']
  return needed.map((missing) => ({ name: field.name, selection: call(field), needed, missing }))
})

test.each(mutations)(
  'rejects Mutation.$name as data without $missing, and audits it',
  async ({ name, selection, needed, missing }) => {
    await using company = await start()
    const others = ALL_SCOPES.filter((scope) => scope !== missing)
    const headers = await company.issuer.headers({ sub: 'eve', scope: others.join(' ') })
    const refusal = '{ __typename ... on AppStreamError { code message retryable awsRequestId } }'
    const document = `mutation { ${selection.replace('{ __typename }', refusal)} }`
    const answer = await company.gateway.query(document, { headers })
    expect(answer).toMatchObject({
      status: 200,
      data: {
        [name]: {
          __typename: 'AppStreamAccessDeniedError',
          code: 'FORBIDDEN',
          retryable: false,
          awsRequestId: null,
        },
      },
    })
    expect(JSON.stringify(answer)).toContain(missing)
    expect(company.gateway.emulator.calls.all).toEqual([])
    expect(company.audits()).toMatchObject([{ caller: 'eve', outcome: 'FORBIDDEN' }])

    // With its scopes, the error is about the input.
    const { data } = await company.gateway.query<Record<string, { code: string }>, never>(document, {
      headers: await company.issuer.headers({ scope: needed.join(' ') }),
    })
    expect(data?.[name]?.code).not.toBe('FORBIDDEN')
  },
)

test.each([
  ['appstream:read', true],
  ['appstream:operate', true],
  ['appstream:manage', true],
  ['appstream:people', false],
  ['appstream:stream', false],
])('grants read access with only the scope %s: %s', async (scope, reads) => {
  await using company = await start()
  const headers = await company.issuer.headers({ scope })
  const { data } = await company.gateway.query('{ imageBuilder(name: "builder") { name } }', { headers })
  expect(data).toEqual({ imageBuilder: reads ? { name: 'builder' } : null })
})

test.each(['appstream:read appstream:operate appstream:people appstream:stream', 'appstream:manage'])(
  'serviceAccountCredentials require appstream:manage: %s',
  async (scope) => {
    await using company = await start()
    const credentials = { AccountName: 'CORP\\join', AccountPassword: 'secret' }
    company.gateway.home.putDirectoryConfig({ DirectoryName: 'corp', ServiceAccountCredentials: credentials })
    const { data, errors } = await company.gateway.query(
      '{ appStreamDirectoryConfigs { nodes { directoryName serviceAccountCredentials { accountName } } } }',
      { headers: await company.issuer.headers({ scope }) },
    )
    const isGranted = scope === 'appstream:manage'
    const serviceAccountCredentials = isGranted ? { accountName: 'CORP\\join' } : null
    expect(data).toEqual({
      appStreamDirectoryConfigs: { nodes: [{ directoryName: 'corp', serviceAccountCredentials }] },
    })
    expect(errors ?? []).toMatchObject(isGranted ? [] : [{ extensions: { code: 'FORBIDDEN' } }])
  },
)

test('runs the mutations that follow a rejected one', async () => {
  await using company = await start()
  const { data } = await company.gateway.query(
    `mutation {
      one: deleteImageBuilder(input: { name: "builder" }) { ... on AppStreamError { code } }
      two: startImageBuilder(input: { name: "builder" }) { ... on StartImageBuilderPayload { imageBuilder { state } } }
    }`,
    { headers: await company.issuer.headers({ scope: 'appstream:operate' }) },
  )
  expect(data).toEqual({ one: { code: 'FORBIDDEN' }, two: { imageBuilder: { state: 'PENDING' } } })
})

test('rejects entity references from a router without the read scope', async () => {
  await using company = await start()
  const query = `{ _entities(representations: [{ __typename: "Image", arn: "${imageArn('image')}" }]) { ... on Image { name } } }`
  const { data, errors } = await company.gateway.query(query, {
    headers: await company.issuer.headers({ scope: '' }),
  })
  expect(data).toBeNull()
  expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
})

test('truncates unverified names in the log', async () => {
  await using company = await start()
  const headers = await company.issuer.headers({ scope: 'openid' })
  await company.gateway.query<never, { n: string }>(
    'mutation ($n: String!) { createImageBuilder(input: { name: $n, instanceType: "x" }) { __typename } }',
    { headers, variables: { n: 'x'.repeat(100_000) } },
  )
  expect(JSON.stringify(company.audits()).length).toBeLessThan(1000)
})
