import { describe, expect, test } from 'vitest'
import { serviceModel } from '../../../../src/emulator/model.ts'
import { PROVOCATIONS } from './exception-causes.ts'
import { MUTATION_NAMES, MUTATIONS, startWorkshop } from './support.ts'

/** Errors that a later repeat can resolve; all others persist until somebody acts. */
const RETRYABLE = [
  'ConcurrentModificationException',
  'RequestLimitExceededException',
  'InvalidRoleException',
  'ThrottlingException',
]

const modelled = MUTATION_NAMES.flatMap((name) => {
  const { operation } = MUTATIONS[name]
  return (serviceModel.operations[operation]?.errors ?? [])
    .filter((exception) => exception !== 'DryRunOperationException')
    .map((exception) => ({ name, operation, exception }))
})

/** Returns true if a repeat can succeed. A role is new only if this gateway created something else of the request. */
function isRetryable(name: string, exception: string): boolean {
  const isOfOldRole =
    exception === 'InvalidRoleException' && /^create(ImportedImage|AppStreamExportImageTask)$/.test(name)
  return RETRYABLE.includes(exception) && !isOfOldRole
}

/** Returns RESOURCE_NOT_FOUND for ResourceNotFoundException. */
function codeOf(exception: string): string {
  return exception
    .replace(/Exception$/, '')
    .replaceAll(/(?!^)[A-Z]/g, '_$&')
    .toUpperCase()
}

test('the model lists 65 errors for the fourteen operations', () => {
  expect(MUTATION_NAMES).toHaveLength(14)
  expect(modelled).toHaveLength(65)
})

describe('modelled errors', () => {
  test.each(modelled)('$name returns $exception', async ({ name, operation, exception }) => {
    const provocation = PROVOCATIONS[name]?.[exception]
    await using workshop = await startWorkshop(
      provocation?.behaviour ? { behaviour: provocation.behaviour } : {},
    )
    provocation?.arrange?.(workshop)
    if (provocation === undefined)
      workshop.emulator.faults.add({ operation, error: { type: exception, message: 'So it is.' } })

    const result = await workshop.mutate(name, { ...MUTATIONS[name].input, ...provocation?.input })

    const [last] = workshop.calls(operation).toReversed()
    expect(last?.errorType).toBe(exception)
    expect(result).toEqual({
      __typename: `AppStream${exception.replace(/Exception$/, '')}Error`,
      code: codeOf(exception),
      message: provocation?.message ?? 'So it is.',
      awsRequestId: last?.requestId,
      retryable: isRetryable(name, exception),
    })
  })
})

describe.each(MUTATION_NAMES)('%s', (name) => {
  const { operation } = MUTATIONS[name]

  test.each([
    ['AccessDeniedException', 'AppStreamAccessDeniedError', 'ACCESS_DENIED'],
    ['ThrottlingException', 'AppStreamThrottledError', 'THROTTLED'],
    ['ValidationException', 'AppStreamInputError', 'BAD_USER_INPUT'],
  ])('returns %s as data for any operation', async (exception, typename, code) => {
    await using workshop = await startWorkshop()
    const message = 'User arn:aws:sts::123456789012:assumed-role/secret is told so.'
    workshop.emulator.faults.add({ operation, error: { type: exception, message } })
    const result = await workshop.mutate(name)

    const requestId = workshop.calls(operation).at(-1)?.requestId
    expect(result).toMatchObject({
      __typename: typename,
      code,
      awsRequestId: requestId,
      retryable: RETRYABLE.includes(exception),
    })
    // AWS's text on access contains the gateway's own role; for invalid input it is the only information.
    if (exception === 'ValidationException') expect(result).toMatchObject({ message, fields: [] })
    else expect(result.message).not.toContain('secret')
  })

  test('keeps an unmodelled exception a masked error with the request id', async () => {
    await using workshop = await startWorkshop()
    const type = 'SomethingNewException'
    workshop.emulator.faults.add({ operation, error: { type, message: 'secret 10.0.0.1' } })
    const { status, data, errors } = await workshop.send(name, MUTATIONS[name].input)

    expect(status).toBe(200)
    expect(data).toBeNull()
    expect(errors).toMatchObject([
      {
        message: `AWS rejected ${operation} (${type}).`,
        path: [name],
        extensions: {
          code: 'UPSTREAM_REJECTED',
          awsRequestId: workshop.calls(operation).at(-1)?.requestId,
          retryable: false,
        },
      },
    ])
    expect(errors).toHaveLength(1)
  })
})

describe('unmodelled EC2 throttling', () => {
  const isModelled = (name: string) =>
    modelled.some((one) => one.name === name && one.exception === 'RequestLimitExceededException')

  test.each(MUTATION_NAMES.filter((name) => !isModelled(name)))(
    'counts as throttling in %s',
    async (name) => {
      await using workshop = await startWorkshop()
      const { operation } = MUTATIONS[name]
      workshop.emulator.faults.add({ operation, error: { type: 'RequestLimitExceededException' } })
      expect(await workshop.mutate(name)).toMatchObject({
        __typename: 'AppStreamThrottledError',
        code: 'THROTTLED',
        awsRequestId: workshop.calls(operation).at(-1)?.requestId,
        retryable: true,
      })
    },
  )
})

test('does not retry an exhausted quota', async () => {
  await using workshop = await startWorkshop()
  workshop.emulator.faults.add({ error: { type: 'LimitExceededException' } })
  await workshop.mutate('createImageBuilder')
  await workshop.mutate('tagAppStreamResource')
  expect(workshop.emulator.calls.count('CreateImageBuilder')).toBe(1)
  expect(workshop.emulator.calls.count('TagResource')).toBe(1)
})

test('returns the accounts that an image in use is shared with', async () => {
  await using workshop = await startWorkshop()
  const input = { name: 'lent' }
  const select =
    '... on AppStreamResourceInUseError { sharedWith { accountId allowFleet allowImageBuilder } }'
  expect(await workshop.mutate('deleteImage', input, { select })).toMatchObject({
    __typename: 'AppStreamResourceInUseError',
    sharedWith: [{ accountId: '210987654321', allowFleet: true }],
  })
  expect(workshop.emulator.calls.count()).toBe(2)
  await workshop.mutate('deleteImage', input)
  expect(workshop.emulator.calls.count()).toBe(3)
})

test('returns no accounts for an image that a fleet uses', async () => {
  await using workshop = await startWorkshop()
  workshop.home.putFleet({ Name: 'sales', ImageName: 'golden' })
  const select = '... on AppStreamResourceInUseError { sharedWith { accountId } }'
  const used = await workshop.mutate('deleteImage', { name: 'golden' }, { select })
  expect(used).toMatchObject({ __typename: 'AppStreamResourceInUseError', sharedWith: [] })

  workshop.emulator.faults.add({
    operation: 'DescribeImagePermissions',
    error: { type: 'AccessDeniedException' },
  })
  const { data, errors } = await workshop.send('deleteImage', { name: 'golden' }, { select })
  expect(data?.['deleteImage']).toMatchObject({ __typename: 'AppStreamResourceInUseError', sharedWith: null })
  expect(errors).toMatchObject([{ path: ['deleteImage', 'sharedWith'] }])
})
