import * as sdk from '@aws-sdk/client-appstream'
import { expect, test } from 'vitest'
import { serviceModel } from '../../../src/emulator/model.ts'
import { type Emulator, manualClock, startEmulator } from '../../../src/emulator/server.ts'
import { shapeOf } from '../../support/model.ts'
import { fitting } from '../../unit/emulator/violations.ts'
import { clientOf, type protocols } from './client.ts'

type Input = Readonly<Record<string, unknown>>
type Command = Parameters<sdk.AppStreamClient['send']>[0]

const exported: Readonly<Record<string, unknown>> = sdk

/** Returns the output or the exception of a call; each streaming URL is unique, so it only counts as given. */
async function outcomeOf(
  emulator: Emulator,
  operation: string,
  input: Input,
  protocol: keyof typeof protocols,
): Promise<object> {
  using client = clientOf(emulator, { protocol })
  // The SDK relates commands and inputs by class; here only the name of the operation does.
  const Command = exported[`${operation}Command`] as new (input: Input) => Command
  try {
    const { $metadata, ...output } = await client.send(new Command(input))
    return 'StreamingURL' in output ? { ...output, StreamingURL: typeof output.StreamingURL } : output
  } catch (error) {
    if (!(error instanceof sdk.AppStreamServiceException)) throw error
    return { name: error.name, message: error.message, isTyped: error.constructor.name === error.name }
  }
}

/** Returns inputs of an operation: the least that the model requires, and every member. */
function inputsOf(operation: string): readonly Input[] {
  const { input = '' } = serviceModel.operations[operation] ?? {}
  const whole: Input = Object(fitting(input))
  const required = shapeOf(input).required ?? []
  const named = { Name: 'office', StackName: 'office', FleetName: 'office-production' }
  const least = Object.fromEntries(required.map((member) => [member, Object(named)[member] ?? whole[member]]))
  return [least, whole]
}

test('every operation has the same outcome over CBOR as over JSON', async () => {
  const start = () => startEmulator({ clock: manualClock() })
  await using json = await start()
  await using cbor = await start()
  const succeeded = new Set<string>()
  for (const operation of Object.keys(serviceModel.operations)) {
    for (const input of inputsOf(operation)) {
      const expected = await outcomeOf(json, operation, input, 'json')
      const outcome = await outcomeOf(cbor, operation, input, 'cbor')
      expect({ operation, input, outcome }).toEqual({ operation, input, outcome: expected })
      if (!('name' in outcome)) succeeded.add(operation)
    }
  }
  expect(cbor.calls.all.map(({ operation, input }) => [operation, input])).toEqual(
    json.calls.all.map(({ operation, input }) => [operation, input]),
  )
  // Outputs are compared too, and not exceptions alone.
  const withOutput = [
    'CreateStack',
    'CreateStreamingURL',
    'DescribeEntitlements',
    'DescribeFleets',
    'DescribeImageBuilders',
    'DescribeImages',
    'DescribeSessions',
    'ListAssociatedFleets',
    'ListExportImageTasks',
  ]
  expect([...succeeded]).toEqual(expect.arrayContaining(withOutput))
})
