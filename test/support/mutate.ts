import { describe, expect, test } from 'vitest'
import { serviceModel } from '../../src/emulator/model.ts'
import type { TestGateway } from './gateway.ts'

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

/** Tests what every mutation has in common: success with one call, each modelled exception, and client tokens. */
export function describeOutcomes(mutations: Mutations, start: () => Promise<TestGateway>): void {
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

    if (!isCreation(name)) return
    test('runs once for repeats with one client token', async () => {
      await using gateway = await start()
      const repeated = { ...input, clientToken: 'once' }
      const results = await Promise.all([1, 2, 3].map(() => mutate(gateway, name, repeated)))
      expect(results).toEqual(Array(3).fill({ __typename: typeOf(name, 'Payload') }))
      expect(gateway.emulator.calls.count(operation)).toBe(1)
    })
  })
}

/** Returns true for mutations with a client token. Streaming URLs are created anew for each call. */
function isCreation(mutation: string): boolean {
  return mutation.startsWith('create') && !mutation.endsWith('StreamingUrl')
}
