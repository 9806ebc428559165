import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { describeCause } from '../../../../src/appstream/errors/cause.ts'
import { classify, UpstreamError } from '../../../../src/appstream/errors/exceptions.ts'
import { toMutationError } from '../../../../src/schema/mutation/errors.ts'

/** Returns an error as the SDK throws it. */
function errorOf(name: string, status: number, more: object = {}): Error {
  return Object.assign(new Error('text'), { name, $metadata: { httpStatusCode: status }, ...more })
}

test.each([
  ['AccessDeniedException', 'UPSTREAM_ACCESS_DENIED', false],
  ['ExpiredTokenException', 'UPSTREAM_CREDENTIALS', false],
  ['IncompleteSignature', 'UPSTREAM_CREDENTIALS', false],
  ['InternalFailure', 'UPSTREAM_UNAVAILABLE', true],
  ['InvalidClientTokenId', 'UPSTREAM_CREDENTIALS', false],
  ['MalformedHttpRequestException', 'UPSTREAM_REJECTED', false],
  ['MalformedQueryString', 'UPSTREAM_REJECTED', false],
  ['MissingAuthenticationToken', 'UPSTREAM_CREDENTIALS', false],
  ['NotAuthorized', 'UPSTREAM_ACCESS_DENIED', false],
  ['OptInRequired', 'UPSTREAM_ACCESS_DENIED', false],
  ['RequestAbortedException', 'UPSTREAM_UNAVAILABLE', true],
  ['RequestEntityTooLargeException', 'UPSTREAM_REJECTED', false],
  ['RequestExpired', 'UPSTREAM_CREDENTIALS', false],
  ['RequestTimeoutException', 'UPSTREAM_TIMEOUT', true],
  ['ServiceUnavailable', 'UPSTREAM_UNAVAILABLE', true],
  ['ThrottlingException', 'UPSTREAM_THROTTLED', true],
  ['UnknownOperationException', 'UPSTREAM_REJECTED', false],
  ['ValidationError', 'UPSTREAM_REJECTED', false],
  ['RequestLimitExceeded', 'UPSTREAM_THROTTLED', true],
  ['EC2ThrottledException', 'UPSTREAM_THROTTLED', true],
  ['TooManyRequests', 'UPSTREAM_THROTTLED', true],
  ['UnauthorizedOperation', 'UPSTREAM_ACCESS_DENIED', false],
  ['Client.UnauthorizedOperation', 'UPSTREAM_ACCESS_DENIED', false],
  ['Server.InternalError', 'UPSTREAM_UNAVAILABLE', true],
  ['AuthFailure', 'UPSTREAM_CREDENTIALS', false],
  ['Unavailable', 'UPSTREAM_UNAVAILABLE', true],
  ['ConcurrentModification', 'UPSTREAM_REJECTED', true],
  ['InvalidPaginationToken', 'UPSTREAM_REJECTED', false],
  ['Server.InsufficientInstanceCapacity', 'UPSTREAM_UNAVAILABLE', true],
  ['InternalServiceException', 'UPSTREAM_UNAVAILABLE', true],
  ['GatewayTimeoutException', 'UPSTREAM_TIMEOUT', true],
  ['RateExceeded', 'UPSTREAM_THROTTLED', true],
  ['SomethingNew', 'UPSTREAM_REJECTED', false],
  ['constructor', 'UPSTREAM_REJECTED', false],
])('classifies %s as %s', (name, code, retryable) => {
  expect(classify(errorOf(name, 400))).toMatchObject({ code, retryable })
})

test.each([
  [503, 'UPSTREAM_UNAVAILABLE', true],
  [500, 'UPSTREAM_UNAVAILABLE', true],
  [429, 'UPSTREAM_THROTTLED', true],
  [408, 'UPSTREAM_TIMEOUT', true],
  [413, 'UPSTREAM_UNREADABLE', false],
  [200, 'UPSTREAM_UNREADABLE', true],
])('classifies text with status %i as %s', (status, code, retryable) => {
  const error = Object.assign(new SyntaxError('<html>'), { $metadata: { httpStatusCode: status } })
  expect(classify(error)).toMatchObject({ code, retryable })
})

test.each(['SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'DEPTH_ZERO_SELF_SIGNED_CERT'])(
  'explains how to trust a certificate after %s',
  (code) => {
    const error = new UpstreamError('DescribeImages', Object.assign(new Error(code), { code }))

    expect(error).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', retryable: false, mayHaveRun: false })
    expect(error.message).toContain('AWS_CA_BUNDLE')
  },
)

describe('mutation errors', () => {
  test.each([
    ['UnauthorizedOperation', 'AppStreamAccessDeniedError'],
    ['RequestThrottled', 'AppStreamThrottledError'],
    ['InvalidParameterValue', 'AppStreamInputError'],
    ['ValidationException', 'AppStreamInputError'],
    ['MissingParameter', 'AppStreamInputError'],
    ['ResourceNotFound', 'AppStreamResourceNotFoundError'],
    ['Client.ResourceInUse', 'AppStreamResourceInUseError'],
  ])('return a typed error for %s', (name, typename) => {
    const error = new UpstreamError('DeleteImage', errorOf(name, 400))
    expect(toMutationError(error, ['ResourceInUse', 'ResourceNotFound'])?.__typename).toBe(typename)
  })
})

test('an error keeps its cause but not the response', () => {
  const cause = errorOf('InternalServiceError', 500)
  // As the SDK defines it.
  Object.defineProperty(cause, '$response', { value: { body: {} } })
  const error = new UpstreamError('DescribeImages', cause)
  expect(error.cause).toBeInstanceOf(Error)
  expect(error.cause).toMatchObject({ name: 'InternalServiceError', message: cause.message })
  expect(error.cause).not.toHaveProperty('$response')
})

test('withholds texts of AWS that may name a person from logs', () => {
  const cause = Object.assign(
    new Error('No user unmistakable@example.com.', { cause: new Error('unmistakable') }),
    {
      name: 'ResourceNotFoundException',
      $metadata: { httpStatusCode: 400, requestId: 'r-1' },
    },
  )
  const error = new UpstreamError('DescribeUserStackAssociations', cause)
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('unmistakable')
  expect(describeCause(error.cause)).toContain('ResourceNotFoundException')
  expect(error).toMatchObject({ exception: 'ResourceNotFoundException', awsRequestId: 'r-1' })
  // A caller who may see people gets the text with the typed error.
  expect(error.awsMessage).toBe('No user unmistakable@example.com.')
  expect(describeCause(new UpstreamError('DescribeFleets', cause).cause)).toContain('unmistakable')
})

test.each(['TimeoutError', 'AbortError'])('keeps a %s of a personal operation readable', (name) => {
  const error = new UpstreamError('DescribeUsers', new DOMException('It took too long.', name))
  expect(error).toMatchObject({ code: 'UPSTREAM_TIMEOUT', mayHaveRun: true })
  expect(describeCause(error.cause)).toContain('It took too long.')
})
