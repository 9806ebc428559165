import { isInputObjectType } from 'graphql'
import { describe, expect, test } from 'vitest'
import { serviceModel } from '../../src/emulator/model.ts'
import { createSchema } from '../../src/schema/index.ts'
import type { TestGateway } from './gateway.ts'

const schema = createSchema()

/** Returns the name of a mutation's input, payload or result type. */
export function typeOf(mutation: string, suffix: 'Input' | 'Payload'): string {
  return `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}${suffix}`
}

/** Runs a mutation and returns its result; `select` is of its payload. */
export async function mutate(
  gateway: TestGateway,
  name: string,
  input: object,
  select = '',
  headers: Readonly<Record<string, string>> = {},
): Promise<Readonly<Record<string, unknown>>> {
  const answer = await gateway.read<Record<string, Record<string, unknown>>, { input: object }>(
    `mutation ($input: ${typeOf(name, 'Input')}!) { ${name}(input: $input) {
      __typename
      ... on AppStreamError { message code awsRequestId retryable }
      ... on AppStreamInputError { fields { path message } }
      ${select && `... on ${typeOf(name, 'Payload')} { ${select} }`}
    } }`,
    { variables: { input }, headers },
  )
  return answer[name] ?? {}
}

/** Mutations by name, each with its AWS operation and an input that succeeds. */
export type Mutations = Readonly<Record<string, { readonly operation: string; readonly input: object }>>

/** Outcomes that only some mutations share. */
export interface OutcomeOptions {
  /** Members of an input that name a missing resource. */
  readonly missing?: object
  /** Mutations whose effect AWS shows after a lost response, each with a selection of its payload. */
  readonly confirmed?: Readonly<Record<string, string>>
  /** Query to run before the response is lost, if the effect is a difference to earlier reads. */
  readonly before?: string
}

/** Tests the outcomes that mutations share: success with one call, modelled exceptions, client tokens and `options`. */
export function describeOutcomes(
  mutations: Mutations,
  start: () => Promise<TestGateway>,
  { missing, confirmed = {}, before }: OutcomeOptions = {},
): void {
  describe.each(Object.entries(mutations))('%s', (name, { operation, input }) => {
    const modelled = new Set(serviceModel.operations[operation]?.errors)

    test('returns each modelled exception as its type', async () => {
      await using gateway = await start()
      for (const exception of modelled) {
        const error = { type: exception, message: 'So it is.' }
        const fault = gateway.emulator.faults.add({ operation, error })
        expect(await mutate(gateway, name, input)).toMatchObject({
          __typename: `AppStream${exception.replace(/Exception$/, '')}Error`,
          message: 'So it is.',
          awsRequestId: expect.any(String),
        })
        fault.remove()
      }
    })

    test('succeeds with one AWS call', async () => {
      await using gateway = await start()
      expect(await mutate(gateway, name, input)).toEqual({ __typename: typeOf(name, 'Payload') })
      expect(gateway.emulator.calls.all.map((call) => call.operation)).toEqual([operation])
    })

    if (missing !== undefined) {
      test('returns a missing resource as AppStreamResourceNotFoundError', async () => {
        await using gateway = await start()
        expect(await mutate(gateway, name, { ...input, ...missing })).toMatchObject({
          __typename: 'AppStreamResourceNotFoundError',
          code: 'RESOURCE_NOT_FOUND',
          retryable: false,
        })
      })
    }

    const select = confirmed[name]
    if (select !== undefined) {
      test('confirms the effect although the response was lost', async () => {
        await using gateway = await start()
        if (before !== undefined) await gateway.read(before)
        gateway.emulator.faults.add({ operation, reset: 'after', times: 1 })
        const result = await mutate(gateway, name, input, select)
        expect(result['__typename']).toBe(typeOf(name, 'Payload'))
        expect(gateway.emulator.calls.count(operation)).toBe(1)
      })
    }

    if (!hasClientToken(name)) return
    test('runs once for repeats with one client token', async () => {
      await using gateway = await start()
      const repeated = { ...input, clientToken: 'once' }
      const results = await Promise.all([1, 2, 3].map(() => mutate(gateway, name, repeated)))
      expect(results).toEqual(Array(3).fill({ __typename: typeOf(name, 'Payload') }))
      expect(gateway.emulator.calls.count(operation)).toBe(1)
    })
  })
}

function hasClientToken(mutation: string): boolean {
  const type = schema.getType(typeOf(mutation, 'Input'))
  return isInputObjectType(type) && 'clientToken' in type.getFields()
}
