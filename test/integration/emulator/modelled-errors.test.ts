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

const withErrors = Object.keys(operations).filter((operation) => !/Image|Tag/.test(operation))

test('covers all operations but those on images, image builders and tags', () => {
  expect(withErrors).toHaveLength(67)
  expect(withErrors).toEqual(expect.arrayContaining(['CreateFleet', 'ExpireSession', 'CreateUser']))
})

describe.each(withErrors)('%s', (operation) => {
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
