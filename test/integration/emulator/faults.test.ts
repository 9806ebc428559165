import { DescribeImageBuildersCommand, DescribeImagesCommand } from '@aws-sdk/client-appstream'
import { describe, expect, test, vi } from 'vitest'
import { clientOf, exceptionOf, startEmptyEmulator } from './client.ts'

describe('faults', () => {
  test('return an exception for matching calls, the given number of times', async () => {
    await using emulator = await startEmptyEmulator()
    using client = clientOf(emulator)
    emulator.faults.add({
      operation: 'DescribeImages',
      match: ({ Type }) => Type === 'SHARED',
      skip: 1,
      times: 1,
      error: { type: 'ThrottlingException', message: 'Rate exceeded' },
    })
    const shared = () => client.send(new DescribeImagesCommand({ Type: 'SHARED' }))
    await client.send(new DescribeImagesCommand({ Type: 'PUBLIC' }))
    await shared()
    expect(await exceptionOf(shared())).toMatchObject({
      name: 'ThrottlingException',
      message: 'Rate exceeded',
    })
    await shared()
    expect(emulator.calls.all.map(({ errorType }) => errorType)).toEqual([
      undefined,
      undefined,
      'ThrottlingException',
      undefined,
    ])
  })

  test('affect one region or account, and can be removed', async () => {
    await using emulator = await startEmptyEmulator()
    using here = clientOf(emulator)
    using there = clientOf(emulator, { region: 'eu-west-1' })
    const fault = emulator.faults.add({ region: 'us-east-1', error: { type: 'AccessDeniedException' } })
    expect((await exceptionOf(here.send(new DescribeImagesCommand({})))).name).toBe('AccessDeniedException')
    await there.send(new DescribeImagesCommand({}))
    fault.remove()
    await here.send(new DescribeImagesCommand({}))
  })

  test('hold a call until a promise settles, or the emulator stops', async () => {
    await using emulator = await startEmptyEmulator()
    using client = clientOf(emulator)
    const held = Promise.withResolvers<void>()
    const fault = emulator.faults.add({ until: held.promise })
    const call = client.send(new DescribeImagesCommand({ Type: 'SHARED' }))
    await emulator.calls.waitFor(1)
    expect(emulator.calls.all[0]?.endedAt).toBeUndefined()
    held.resolve()
    expect((await call).Images).toEqual([])

    fault.remove()
    emulator.faults.add({ until: new Promise(() => {}) })
    const stopped = expect(client.send(new DescribeImagesCommand({}))).rejects.toThrow()
    await emulator.calls.waitFor(2)
    await emulator.stop()
    await stopped
  })

  test.each(['before', 'after'] as const)('break a connection %s the operation', async (reset) => {
    await using emulator = await startEmptyEmulator()
    using client = clientOf(emulator)
    emulator.faults.add({ reset, times: 1 })
    await expect(client.send(new DescribeImagesCommand({}))).rejects.toThrow()
    await client.send(new DescribeImagesCommand({}))
    expect(emulator.calls.all.map(({ status }) => status)).toEqual([undefined, 200])
  })

  test('return a garbled response', async () => {
    await using emulator = await startEmptyEmulator()
    using client = clientOf(emulator)
    emulator.faults.add({ raw: { status: 200, body: '<html>' } })
    await expect(client.send(new DescribeImagesCommand({}))).rejects.toThrow()
  })

  test('hang a call visibly until the emulator stops', async () => {
    const emulator = await startEmptyEmulator()
    using client = clientOf(emulator)
    emulator.faults.add({ operation: 'DescribeImageBuilders', hang: true })
    const hanging = [1, 2].map(() => client.send(new DescribeImageBuildersCommand({})))
    const failures = Promise.allSettled(hanging)
    await emulator.calls.waitFor(2, 'DescribeImageBuilders')
    expect(emulator.calls.maxInFlight('DescribeImageBuilders')).toBe(2)
    expect(emulator.calls.all.map(({ status, endedAt }) => [status, endedAt])).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ])
    await emulator.stop()
    expect((await failures).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  })

  test('hang a call until its client aborts', async () => {
    await using emulator = await startEmptyEmulator()
    using client = clientOf(emulator)
    emulator.faults.add({ hang: true, times: 1 })
    const patience = new AbortController()
    const hanging = client.send(new DescribeImagesCommand({}), { abortSignal: patience.signal })
    const outcome = Promise.allSettled([hanging])
    await emulator.calls.waitFor(1)
    patience.abort()
    await outcome
    await vi.waitUntil(() => emulator.calls.all[0]?.endedAt !== undefined, { timeout: 30_000 })
    await client.send(new DescribeImagesCommand({}))
    expect(emulator.calls.maxInFlight()).toBe(1)
  })
})
