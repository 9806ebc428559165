import { DescribeImagesCommand } from '@aws-sdk/client-appstream'
import { describe, expect, test } from 'vitest'
import { clientOf, exceptionOf, startEmptyEmulator } from './client.ts'
import { control } from './control.ts'

describe('control endpoint', () => {
  test.each([{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }])(
    'rejects browser requests: %j',
    async (headers) => {
      await using emulator = await startEmptyEmulator()
      expect(await control(emulator, 'POST', '/reset', {}, headers)).toMatchObject({ status: 403 })
    },
  )

  test.each([
    ['POST', '/nothing', {}, 404, 'Unknown route POST /_emulator/nothing'],
    ['POST', '/faults', '{', 400, 'not valid JSON'],
    ['POST', '/faults', { times: 'many' }, 400, "can not be converted to an Integer (at 'times')"],
    ['POST', '/faults', { error: {} }, 400, "Value null at 'error.type'"],
    ['POST', '/faults', { reset: 'never' }, 400, 'enum value set: [before, after]'],
    ['DELETE', '/faults?id=fault-9', undefined, 404, 'Fault fault-9 does not exist'],
  ])('rejects %s %s with %j and a reason', async (method, path, body, status, message) => {
    await using emulator = await startEmptyEmulator()
    const answer = await control(emulator, method, path, body)
    expect(answer).toEqual({ status, body: { error: expect.stringContaining(message) } })
  })

  test('adds, lists and removes a fault', async () => {
    await using emulator = await startEmptyEmulator()
    using client = clientOf(emulator)
    const fault = { operation: 'DescribeImages', error: { type: 'ThrottlingException', status: 400 } }
    const { body } = await control(emulator, 'POST', '/faults', fault)
    expect(await control(emulator, 'GET', '/faults')).toMatchObject({
      body: { faults: [{ id: body['id'], ...fault }] },
    })
    expect((await exceptionOf(client.send(new DescribeImagesCommand({})))).name).toBe('ThrottlingException')
    await control(emulator, 'DELETE', `/faults?id=${body['id']}`)
    await client.send(new DescribeImagesCommand({}))
  })

  test('counts calls and resets the counts', async () => {
    await using emulator = await startEmptyEmulator()
    using client = clientOf(emulator)
    await client.send(new DescribeImagesCommand({ MaxResults: 3 }))
    const { body } = await control(emulator, 'GET', '/calls')
    expect(body).toMatchObject({
      count: 1,
      counts: { DescribeImages: 1 },
      calls: [{ operation: 'DescribeImages', input: { MaxResults: 3 }, status: 200 }],
    })
    await control(emulator, 'DELETE', '/calls')
    expect((await control(emulator, 'GET', '/calls?operation=DescribeImages')).body).toMatchObject({
      count: 0,
    })
  })

  test('restores the seed and ends faults on reset', async () => {
    await using emulator = await startEmptyEmulator()
    using client = clientOf(emulator)
    emulator.region('us-east-1').putImage({ Name: 'passing' })
    emulator.faults.add({ error: { type: 'ThrottlingException' } })
    await control(emulator, 'POST', '/reset')
    expect((await client.send(new DescribeImagesCommand({}))).Images).toEqual([])
  })
})
