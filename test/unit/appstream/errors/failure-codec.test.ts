import { expect, test } from 'vitest'
import { BudgetExhausted } from '../../../../src/appstream/calls/budget.ts'
import { CallAborted, UpstreamError } from '../../../../src/appstream/errors/exceptions.ts'
import {
  decodeFailure,
  encodedFailure,
  encodeFailure,
  isCommonFailure,
} from '../../../../src/appstream/errors/failure-codec.ts'

const named = (name: string, message = 'User: arn:aws:iam::111122223333:role/gateway may not do this') =>
  Object.assign(new Error(message), { name, $metadata: { requestId: 'request-7' } })

const passed = (error: unknown) =>
  decodeFailure(encodedFailure.parse(JSON.parse(JSON.stringify(encodeFailure(error)))))

test.each([
  'AccessDeniedException',
  'ResourceNotFoundException',
  'InvalidParameterCombinationException',
  'ThrottlingException',
  'TimeoutError',
])('decodes a passed %s to the same error', (exception) => {
  const error = new UpstreamError('DescribeFleets', named(exception), false)
  const decoded = passed(error)
  expect(decoded).toBeInstanceOf(UpstreamError)
  const { message, code, exception: name, retryable, invalidInput, awsRequestId } = error
  expect(decoded).toMatchObject({ message, code, exception: name, retryable, invalidInput, awsRequestId })
})

test('passes no message of AWS to another replica', () => {
  const error = new UpstreamError('DescribeFleets', named('AccessDeniedException'))
  expect(JSON.stringify(encodeFailure(error))).not.toContain('111122223333')
  expect(passed(error)).toMatchObject({ awsMessage: error.message })
})

test('passes on failures of AWS and of the common budget', () => {
  for (const cause of [named('ThrottlingException'), named('TimeoutError'), new BudgetExhausted('none left')])
    expect(isCommonFailure(new UpstreamError('DescribeFleets', cause))).toBe(true)
})

test('passes on no failure that concerns only one process', () => {
  const stopped = new AbortController()
  stopped.abort()
  for (const error of [
    new UpstreamError('DescribeFleets', named('CircuitOpen')),
    new UpstreamError('DescribeFleets', stopped.signal.reason),
    new CallAborted('DescribeFleets', new Error('left'), false),
    new TypeError('unexpected'),
  ])
    expect(isCommonFailure(error)).toBe(false)
})
