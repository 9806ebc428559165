import { describe, expect, test } from 'vitest'
import { CREATING, MUTATION_NAMES, MUTATIONS, type MutationName, startWorkshop } from './support.ts'

const TEN_MINUTES_MS = 600_000

/** Changed members that make an input differ under the same token. */
const OTHER_INPUT = {
  createImageBuilder: { description: 'another' },
  copyImage: { destinationImageDescription: 'another' },
  createUpdatedImage: { newImageDescription: 'another' },
  createImportedImage: { description: 'another' },
  createAppStreamExportImageTask: { amiDescription: 'another' },
}

const PAYLOADS = {
  createImageBuilder: '... on CreateImageBuilderPayload { imageBuilder { arn state } }',
  copyImage: '... on CopyImagePayload { destinationImageName image { arn state } }',
  createUpdatedImage: '... on CreateUpdatedImagePayload { canUpdateImage image { arn state } }',
  createImportedImage: '... on CreateImportedImagePayload { dryRunPassed image { arn state } }',
  createAppStreamExportImageTask:
    '... on CreateAppStreamExportImageTaskPayload { exportImageTask { taskId state } }',
}

describe.each(CREATING)('%s with a client token', (name) => {
  const { operation, input: sound } = MUTATIONS[name]
  const input = { ...sound, clientToken: 'order-66' }
  const select = PAYLOADS[name]

  test('replays the first result for a repeated token without calling AWS', async () => {
    await using workshop = await startWorkshop()
    const first = await workshop.mutate(name, input, { select })
    workshop.clock.advance(TEN_MINUTES_MS - 1)
    const second = await workshop.mutate(name, input, { select })
    // The result is the first one's; a copy is read in its current state, because AWS had returned none.
    const isRead = name === 'copyImage'
    expect(second).toEqual(
      isRead ? { ...first, image: { ...Object(first['image']), state: 'AVAILABLE' } } : first,
    )
    expect(workshop.emulator.calls.count(operation)).toBe(1)
  })

  test('joins a request in flight', async () => {
    await using workshop = await startWorkshop()
    workshop.emulator.faults.add({ operation, latencyMs: 100 })
    const answers = [workshop.mutate(name, input, { select })]
    await workshop.emulator.calls.waitFor(1, operation)
    for (let more = 0; more < 4; more++) answers.push(workshop.mutate(name, input, { select }))
    const [first, ...others] = await Promise.all(answers)
    expect(first?.__typename).toMatch(/Payload$/)
    for (const other of others) expect(other).toEqual(first)
    expect(workshop.emulator.calls.count(operation)).toBe(1)
  })

  test('does not cache a failure that may succeed on retry', async () => {
    await using workshop = await startWorkshop()
    const { faults } = workshop.emulator
    faults.add({ operation, times: 1, error: { type: 'ThrottlingException' } })
    faults.add({ operation, times: 1, error: { type: 'SomethingNewException' } })
    faults.add({ operation, times: 1, reset: 'before' })
    expect((await workshop.mutate(name, input)).__typename).toBe('AppStreamThrottledError')
    expect((await workshop.send(name, input)).errors).toHaveLength(1)
    expect((await workshop.mutate(name, input)).__typename).toBe('AppStreamOutcomeUnknownError')
    expect((await workshop.mutate(name, input)).__typename).toMatch(/Payload$/)
    expect(workshop.emulator.calls.count(operation)).toBe(4)
  })

  test('caches a permanent failure', async () => {
    await using workshop = await startWorkshop()
    const fault = workshop.emulator.faults.add({ operation, error: { type: 'LimitExceededException' } })
    const first = await workshop.mutate(name, input)
    expect(first.__typename).toBe('AppStreamLimitExceededError')
    fault.remove()
    expect(await workshop.mutate(name, input)).toEqual(first)
    expect(workshop.emulator.calls.count(operation)).toBe(1)
  })

  test('rejects different input with the same token, during and after the request', async () => {
    await using workshop = await startWorkshop()
    const other = { ...input, ...OTHER_INPUT[name] }
    const rejected = {
      __typename: 'AppStreamInputError',
      fields: [
        {
          path: 'clientToken',
          message: 'Was used with a different input in the last 10 minutes: use a new token.',
        },
      ],
    }
    const rejection = Promise.withResolvers<void>()
    workshop.emulator.faults.add({ operation, until: rejection.promise })
    const first = workshop.mutate(name, input)
    await workshop.emulator.calls.waitFor(1, operation)
    expect(await workshop.mutate(name, other)).toMatchObject(rejected)
    rejection.resolve()
    await first
    expect(await workshop.mutate(name, other)).toMatchObject(rejected)
    expect(workshop.emulator.calls.count(operation)).toBe(1)
  })

  test('forgets the token after ten minutes', async () => {
    await using workshop = await startWorkshop()
    await workshop.mutate(name, input)
    workshop.clock.advance(TEN_MINUTES_MS)
    const isExport = name === 'createAppStreamExportImageTask'
    expect((await workshop.mutate(name, input)).__typename).toBe(
      isExport ? 'AppStreamOperationNotPermittedError' : 'AppStreamResourceAlreadyExistsError',
    )
    expect(workshop.emulator.calls.count(operation)).toBe(2)
  })

  test('accepts the same token in a different target', async () => {
    await using workshop = await startWorkshop({ env: { AWS_REGIONS: 'us-east-1,eu-west-1' } })
    workshop.emulator.region('eu-west-1').putImage({ Name: 'golden', Platform: 'WINDOWS_SERVER_2022' })
    for (const region of ['us-east-1', 'eu-west-1']) {
      const destination = name === 'copyImage' ? { destinationRegion: region } : {}
      const result = await workshop.mutate(name, { ...input, target: { region }, ...destination })
      expect(result.__typename).toMatch(/Payload$/)
    }
    expect(workshop.calls(operation).map(({ region }) => region)).toEqual(['us-east-1', 'eu-west-1'])
  })
})

test('rejects a different mutation with the same token', async () => {
  await using workshop = await startWorkshop()
  const clientToken = 'order-66'
  await workshop.mutate('copyImage', { ...MUTATIONS.copyImage.input, clientToken })
  const other = { ...MUTATIONS.createUpdatedImage.input, clientToken }
  expect(await workshop.mutate('createUpdatedImage', other)).toMatchObject({
    fields: [{ path: 'clientToken' }],
  })
})

test('does not use up a token on invalid input', async () => {
  await using workshop = await startWorkshop()
  const input = { ...MUTATIONS.createImageBuilder.input, clientToken: 'order-66' }
  const wrong = await workshop.mutate('createImageBuilder', { ...input, name: '-' })
  expect(wrong.fields).toMatchObject([{ path: 'name' }])
  expect((await workshop.mutate('createImageBuilder', input)).__typename).toBe('CreateImageBuilderPayload')
})

test('accepts tokens on creations only, not on streaming URLs', async () => {
  await using workshop = await startWorkshop()
  const creating: readonly MutationName[] = CREATING
  for (const name of MUTATION_NAMES.filter((each) => !creating.includes(each))) {
    const { errors } = await workshop.send(name, { ...MUTATIONS[name].input, clientToken: 'x' })
    expect(errors?.[0]?.message, name).toContain('clientToken')
    expect(errors?.[0]?.extensions['code'], name).toBe('BAD_USER_INPUT')
  }
  const select = '... on CreateImageBuilderStreamingUrlPayload { streamingUrl }'
  const input = { name: 'desk' }
  const urls = [
    await workshop.mutate('createImageBuilderStreamingUrl', input, { select }),
    await workshop.mutate('createImageBuilderStreamingUrl', input, { select }),
  ].map(({ streamingUrl }) => streamingUrl)
  expect(new Set(urls).size).toBe(2)
})
