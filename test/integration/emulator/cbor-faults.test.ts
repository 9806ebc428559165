import * as sdk from '@aws-sdk/client-appstream'
import { describe, expect, test } from 'vitest'
import { manualClock } from '../../../src/emulator/server.ts'
import { rejection, sendCbor } from './cbor.ts'
import { clientOf, exceptionOf, send, startEmptyEmulator } from './client.ts'

describe('faults and the call log', () => {
  test('treat both protocols alike', async () => {
    await using emulator = await startEmptyEmulator({ clock: manualClock() })
    emulator.faults.add({ match: ({ Names }) => Names !== undefined, error: { type: 'ThrottlingException' } })
    await send(emulator, 'DescribeStacks', '{"Names":["a"]}')
    await sendCbor(emulator, 'DescribeStacks', { Names: ['a'] })
    const [json, cbor] = emulator.calls.all
    expect(cbor).toEqual({ ...json, requestId: expect.not.stringMatching(String(json?.requestId)) })
    expect(cbor).toMatchObject({ status: 400, errorType: 'ThrottlingException' })
  })

  test('keep the status of a fault', async () => {
    await using emulator = await startEmptyEmulator()
    emulator.faults.add({ error: { type: 'ResourceNotFoundException', status: 400 }, times: 1 })
    emulator.faults.add({ error: { type: 'InternalFailure', status: 500 } })
    expect((await sendCbor(emulator, 'DescribeStacks')).status).toBe(400)
    expect(await sendCbor(emulator, 'DescribeStacks')).toMatchObject(rejection(500, 'InternalFailure'))
  })

  test('reach the SDK as its exceptions', async () => {
    await using emulator = await startEmptyEmulator()
    using client = clientOf(emulator, { protocol: 'cbor' })
    const call = () => client.send(new sdk.DescribeStacksCommand({}))
    emulator.faults.add({ error: { type: 'ResourceNotFoundException', message: 'No.' }, times: 1 })
    const found = await exceptionOf(call())
    expect(found).toBeInstanceOf(sdk.ResourceNotFoundException)
    expect(found).toMatchObject({ message: 'No.', $metadata: { httpStatusCode: 404 } })
    emulator.faults.add({ error: { type: 'ThrottlingException', message: 'Rate exceeded' }, times: 1 })
    expect(await exceptionOf(call())).toMatchObject({ name: 'ThrottlingException', message: 'Rate exceeded' })
    emulator.faults.add({ reset: 'after', times: 1 })
    await expect(call()).rejects.toThrow()
    emulator.faults.add({ raw: { status: 503, body: '<html>' }, times: 1 })
    await expect(call()).rejects.toThrow()
    await call()
    expect(emulator.calls.all.map(({ status }) => status)).toEqual([404, 400, undefined, 503, 200])
  })
})
