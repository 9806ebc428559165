import { describe, expect, test } from 'vitest'
import { AwsError } from '../../../src/emulator/errors.ts'
import { serviceModel } from '../../../src/emulator/model.ts'
import { createValidator } from '../../../src/emulator/validate.ts'
import { send, startEmptyEmulator } from '../../integration/emulator/client.ts'
import { fitting, violationsOf } from './violations.ts'

const validate = createValidator(serviceModel.shapes)
const operations = Object.entries(serviceModel.operations).map(([operation, { input = '' }]) => ({
  operation,
  input,
  violations: violationsOf(input),
}))

describe('every operation', () => {
  test.each(operations)('$operation accepts an input that satisfies its model', ({ input }) => {
    expect(() => validate(input, fitting(input))).not.toThrow()
  })

  test.each(operations)(
    '$operation rejects any broken constraint, naming it and only that member',
    ({ input, violations }) => {
      for (const violation of violations) {
        const { type, message } = refusalOf(input, violation.input)
        expect({ violation, type }).toEqual({ violation, type: 'ValidationException' })
        expect(message).toContain(violation.constraint)
        // A value that is too short may also break its pattern, which is reported, too.
        const named = [...message.matchAll(/ at '([^']*)' failed to satisfy constraint: /g)].map(
          ([, at]) => at,
        )
        expect({ violation, named: [...new Set(named)] }).toEqual({ violation, named: [violation.at] })
      }
    },
  )

  test('rejects it on the wire', async () => {
    await using emulator = await startEmptyEmulator()
    for (const { operation, violations } of operations) {
      const [violation] = violations
      if (violation === undefined) continue
      const { status, type, message } = await send(emulator, operation, JSON.stringify(violation.input))
      expect([operation, status, type]).toEqual([operation, 400, 'ValidationException'])
      expect(message).toContain(violation.constraint)
    }
  })
})

test('covers every kind of constraint in the model', () => {
  const constraints = operations.flatMap(({ violations }) => violations.map(({ constraint }) => constraint))
  const kinds = [
    'not be null',
    'length less',
    'length greater',
    'value less',
    'value greater',
    'regular',
    'enum',
  ]
  const counts = kinds.map((kind) => constraints.filter((constraint) => constraint.includes(kind)).length)
  expect(Math.min(...counts)).toBeGreaterThan(0)
  expect(constraints.length).toBeGreaterThan(500)
})

function refusalOf(shapeName: string, input: unknown): AwsError {
  try {
    validate(shapeName, input)
  } catch (error) {
    if (error instanceof AwsError) return error
    throw error
  }
  throw new Error(`${shapeName} accepts ${JSON.stringify(input)}.`)
}
