import { describe, expect, test } from 'vitest'
import { serviceModel } from '../../../src/emulator/model.ts'
import { operations } from '../../../src/emulator/operations.ts'
import { fitting } from '../../unit/emulator/violations.ts'
import { send } from './client.ts'
import { startEstate } from './estate.ts'

/** Exceptions that no state of the account can cause; they need a fault. */
const byFault = [
  'ConcurrentModificationException',
  'InvalidAccountStatusException',
  'RequestLimitExceededException',
]

const ofFleetsAndStacks = Object.keys(operations).filter((operation) =>
  /Fleet|Stack|DirectoryConfig/.test(operation),
)

test('covers the 18 operations of fleets, stacks and directory configs', () => {
  expect(ofFleetsAndStacks).toHaveLength(18)
})

describe.each(ofFleetsAndStacks)('%s', (operation) => {
  const { input = '', errors = [] } = serviceModel.operations[operation] ?? {}

  test('returns each modelled exception through a fault', async () => {
    await using estate = await startEstate()
    for (const type of [...errors, ...byFault]) {
      estate.emulator.faults.add({ operation, times: 1, error: { type, message: 'Provoked.' } })
      const answer = await send(estate.emulator, operation, JSON.stringify(fitting(input)))
      expect(answer).toMatchObject({ status: 400, type, message: 'Provoked.' })
    }
  })
})
