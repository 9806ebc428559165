import { describe, expect, test } from 'vitest'
import { imageArn } from '../../../support/gateway.ts'
import { FOUND, NOT_RUN } from './never-twice.ts'
import { MUTATIONS, startWorkshop } from './support.ts'

describe.each(FOUND)('%s', (name, select, shows) => {
  const { operation } = MUTATIONS[name]

  test('returns its result, executed once, when the connection breaks afterwards', async () => {
    await using workshop = await startWorkshop()
    workshop.emulator.faults.add({ operation, reset: 'after' })
    expect(await workshop.mutate(name, undefined, { select })).toMatchObject({
      __typename: expect.stringMatching(/Payload$/),
      ...shows,
    })
    expect(workshop.emulator.calls.count(operation)).toBe(1)
  })

  test.each(NOT_RUN.slice(0, 3))('fails when %s and reconciliation shows no change', async (_what, fault) => {
    await using workshop = await startWorkshop()
    workshop.emulator.faults.add({ operation, ...fault })
    const { data, errors } = await workshop.send(name, MUTATIONS[name].input)
    expect(data).toBeNull()
    expect(errors).toMatchObject([
      { path: [name], extensions: { code: 'UPSTREAM_UNAVAILABLE', retryable: true } },
    ])
    if (fault.error)
      expect(errors?.[0]?.extensions['awsRequestId']).toBe(workshop.calls(operation)[0]?.requestId)
    expect(workshop.emulator.calls.count(operation)).toBe(1)
  })

  test('is retried after AWS throttles it', async () => {
    await using workshop = await startWorkshop()
    workshop.emulator.faults.add({ operation, times: 2, error: { type: 'ThrottlingException' } })
    expect((await workshop.mutate(name)).__typename).toMatch(/Payload$/)
    expect(workshop.emulator.calls.count(operation)).toBe(3)
  })
})

test('returns the last observation of a completely deleted resource', async () => {
  await using workshop = await startWorkshop()
  await workshop.read('{ images { nodes { name } } imageBuilders { nodes { name } } }')
  const { emulator, home } = workshop
  emulator.faults.add({ operation: 'DeleteImage', reset: 'before' })
  emulator.faults.add({ operation: 'DeleteImageBuilder', reset: 'before' })
  home.deleteImage('golden')
  home.deleteImageBuilder('desk')
  const image = '... on DeleteImagePayload { deletedArn image { name createdTime } }'
  expect(await workshop.mutate('deleteImage', undefined, { select: image })).toMatchObject({
    deletedArn: imageArn('golden'),
    image: { name: 'golden', createdTime: expect.any(String) },
  })
  const builder = '... on DeleteImageBuilderPayload { imageBuilder { name createdTime image { name } } }'
  expect(await workshop.mutate('deleteImageBuilder', undefined, { select: builder })).toMatchObject({
    imageBuilder: { name: 'desk', createdTime: expect.any(String), image: null },
  })
})

test.each([
  ['deleteImageBuilder', '{ imageBuilders { nodes { name } } }'],
  ['deleteImage', '{ images { nodes { name } } }'],
] as const)('%s does not claim to have deleted a missing resource', async (name, listing) => {
  for (const isListed of [false, true]) {
    await using workshop = await startWorkshop()
    if (isListed) await workshop.read(listing)
    workshop.emulator.faults.add({ operation: MUTATIONS[name].operation, reset: 'before' })
    const { data, errors } = await workshop.send(name, { name: 'never-there' })
    expect(data).toBeNull()
    expect(errors).toMatchObject([{ path: [name], extensions: { code: 'UPSTREAM_UNAVAILABLE' } }])
  }
})

test('confirms the deletion of a builder seen only at its creation', async () => {
  await using workshop = await startWorkshop()
  await workshop.mutate('createImageBuilder')
  workshop.home.deleteImageBuilder('fresh')
  workshop.clock.advance(31_000)
  workshop.emulator.faults.add({ operation: 'DeleteImageBuilder', reset: 'before' })
  const select = '... on DeleteImageBuilderPayload { imageBuilder { name state } }'
  expect(await workshop.mutate('deleteImageBuilder', { name: 'fresh' }, { select })).toMatchObject({
    imageBuilder: { name: 'fresh', state: 'PENDING' },
  })
})
