import { expect, test } from 'vitest'
import { serviceModel } from '../../../src/emulator/model.ts'
import { skipReason, startAwsCli } from '../../support/aws-cli.ts'
import { fitting } from '../../unit/emulator/violations.ts'
import { startEmptyEmulator } from './client.ts'

const modelled = Object.entries(serviceModel.operations)

/** Returns the name of a command: DescribeAppBlocks is describe-app-blocks. */
function commandOf(operation: string): string {
  return operation.replaceAll(/([a-z])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3-$2$4').toLowerCase()
}

// One process runs a hundred commands, which takes 20 s on an idle machine.
const timeout = 300_000

test.skipIf(skipReason !== undefined)('answers each command of the AWS CLI', { timeout }, async () => {
  await using emulator = await startEmptyEmulator()
  await using cli = await startAwsCli(emulator.url, { isOfModel: true })
  const results = await Promise.all(
    modelled.map(([operation, { input = '' }]) =>
      cli.try([commandOf(operation), '--no-paginate', '--cli-input-json', JSON.stringify(fitting(input))]),
    ),
  )
  const failed = modelled.flatMap(([operation], index) => {
    const { code = 1, stderr = '' } = results[index] ?? {}
    const isAnswered = code === 0 || /An error occurred \((?!Unknown)\w+\)/.test(stderr)
    return isAnswered ? [] : [{ operation, code, stderr }]
  })
  expect(failed).toEqual([])
  expect(new Set(emulator.calls.all.map(({ operation }) => operation))).toEqual(
    new Set(modelled.map(([operation]) => operation)),
  )
})
