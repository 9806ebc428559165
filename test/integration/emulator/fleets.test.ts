import {
  type AppStreamClient,
  DeleteFleetCommand,
  ListTagsForResourceCommand,
  StartFleetCommand,
  StopFleetCommand,
  waitUntilFleetStarted,
  waitUntilFleetStopped,
} from '@aws-sdk/client-appstream'
import { describe, expect, test } from 'vitest'
import { accountId, exceptionOf } from './client.ts'
import { createFleet, describeFleet, elastic, region, startEstate } from './estate.ts'

const start = new StartFleetCommand({ Name: 'fleet' })
const stop = new StopFleetCommand({ Name: 'fleet' })
const remove = new DeleteFleetCommand({ Name: 'fleet' })

async function stateOf(client: AppStreamClient): Promise<unknown[]> {
  const { State, ComputeCapacityStatus } = (await describeFleet(client)) ?? {}
  return [State, ComputeCapacityStatus?.Running]
}

describe('fleet validation', () => {
  test('rejects every call for a missing name', async () => {
    await using estate = await startEstate()
    const { client } = estate
    for (const call of [client.send(start), client.send(stop), client.send(remove)]) {
      expect(await exceptionOf(call)).toMatchObject({
        name: 'ResourceNotFoundException',
        message: `The fleet fleet for account ${accountId} does not exist.`,
      })
    }
  })

  test.each(['STARTING', 'RUNNING', 'STOPPING', 'PONDERING'])(
    'rejects a start while it is %s',
    async (State) => {
      await using estate = await startEstate()
      estate.home.putFleet({ Name: 'fleet', State })
      expect(await exceptionOf(estate.client.send(start))).toMatchObject({
        name: 'OperationNotPermittedException',
        message: `The fleet fleet is ${State}: the operation is not permitted in this state.`,
      })
    },
  )

  test.each(['STARTING', 'RUNNING', 'STOPPING'])('rejects deletion while it is %s', async (State) => {
    await using estate = await startEstate()
    estate.home.putFleet({ Name: 'fleet', State })
    expect((await exceptionOf(estate.client.send(remove))).name).toBe('ResourceInUseException')
  })

  test('rejects deletion while associated, with the message of AWS', async () => {
    await using estate = await startEstate()
    estate.home.putFleet({ Name: 'fleet', State: 'STOPPED' })
    estate.home.associate('stack', 'fleet')
    expect(await exceptionOf(estate.client.send(remove))).toMatchObject({
      name: 'ResourceInUseException',
      message:
        'The fleet fleet is associated with a stack. To delete the fleet, you must dissociate it from the stack.',
    })
  })

  test.each([
    ['its image is missing', { ImageName: 'gone' }, 'ResourceNotFoundException'],
    ['its image is not AVAILABLE', { ImageName: 'old' }, 'ResourceNotAvailableException'],
    ['its role is invalid', { IamRoleArn: 'arn:aws:iam::123456789012:role/invalid' }, 'InvalidRoleException'],
    ['the quota is exhausted', { ComputeCapacityStatus: { Desired: 90 } }, 'LimitExceededException'],
  ])('rejects a start because %s', async (_, members, name) => {
    await using estate = await startEstate()
    estate.home.putImage({ Name: 'old', State: 'DEPRECATED' })
    estate.home.putFleet({ Name: 'other', ComputeCapacityStatus: { Desired: 11, Running: 11 } })
    estate.home.putFleet({ Name: 'stopped', State: 'STOPPED', ComputeCapacityStatus: { Desired: 99 } })
    estate.home.putFleet({ Name: 'fleet', State: 'STOPPED', ...members })
    expect((await exceptionOf(estate.client.send(start))).name).toBe(name)
    expect(estate.home.fleets.get('fleet')?.State).toBe('STOPPED')
  })
})

describe('fleet lifecycle', () => {
  test('starts with one instance and launches another every 500 ms', async () => {
    await using estate = await startEstate()
    const { client, clock } = estate
    await createFleet(client, { ComputeCapacity: { DesiredInstances: 3 } })
    expect(await client.send(start)).toEqual({ $metadata: expect.anything() })
    const seen = [await stateOf(client)]
    for (const ms of [5_999, 1, 499, 1, 500, 60_000]) {
      clock.advance(ms)
      seen.push(await stateOf(client))
    }
    expect(seen).toEqual([
      ['STARTING', 0],
      ['STARTING', 0],
      ['RUNNING', 1],
      ['RUNNING', 1],
      ['RUNNING', 2],
      ['RUNNING', 3],
      ['RUNNING', 3],
    ])
  })

  test('stops after 3 s, loses its instances and deletes without delay', async () => {
    await using estate = await startEstate()
    const { client, clock } = estate
    const { Fleet } = await createFleet(client, { Tags: { team: 'desktop' } })
    await client.send(start)
    clock.advance(10_000)
    await client.send(stop)
    clock.advance(2_999)
    // Stopping it again does not extend the time.
    await client.send(stop)
    expect(await stateOf(client)).toEqual(['STOPPING', 2])
    clock.advance(1)
    expect(await stateOf(client)).toEqual(['STOPPED', 0])
    await client.send(stop)
    await client.send(remove)
    expect(await describeFleet(client)).toBeUndefined()
    const tags = client.send(new ListTagsForResourceCommand({ ResourceArn: Fleet?.Arn }))
    expect((await exceptionOf(tags)).name).toBe('ResourceNotFoundException')
  })

  test('stops while STARTING and does not run later', async () => {
    await using estate = await startEstate()
    await createFleet(estate.client)
    await estate.client.send(start)
    await estate.client.send(stop)
    estate.clock.advance(60_000)
    expect(await stateOf(estate.client)).toEqual(['STOPPED', 0])
  })

  test('stays STARTING as long as it has errors', async () => {
    await using estate = await startEstate()
    const { client, clock, emulator } = estate
    await createFleet(client)
    await client.send(start)
    const error = {
      code: 'DOMAIN_JOIN_ERROR_LOGON_FAILURE',
      message: 'The username or password is incorrect.',
    }
    emulator.force({ region, fleet: 'fleet', errors: [error] })
    clock.advance(3_600_000)
    expect(await describeFleet(client)).toMatchObject({
      State: 'STARTING',
      FleetErrors: [{ ErrorCode: error.code, ErrorMessage: error.message }],
    })
    emulator.force({ region, fleet: 'fleet', errors: [] })
    expect((await describeFleet(client))?.State).toBe('RUNNING')
  })

  test('starts an Elastic fleet within a second, without instances', async () => {
    await using estate = await startEstate()
    await createFleet(estate.client, elastic)
    await estate.client.send(start)
    estate.clock.advance(1_000)
    expect(await describeFleet(estate.client)).toMatchObject({
      State: 'RUNNING',
      ComputeCapacityStatus: { Desired: 0, InUse: 0 },
    })
  })

  test('accepts a start while RUNNING if configured', async () => {
    await using estate = await startEstate({ behaviour: { startRunningFleet: 'ok' } })
    estate.home.putFleet({ Name: 'fleet' })
    await estate.client.send(start)
    expect(await stateOf(estate.client)).toEqual(['RUNNING', 1])
  })

  test('satisfies the waiters of the SDK', async () => {
    await using estate = await startEstate()
    const { client, home } = estate
    const waiter = { client, maxWaitTime: 31 }
    home.putFleet({ Name: 'fleet' })
    expect((await waitUntilFleetStarted(waiter, { Names: ['fleet'] })).state).toBe('SUCCESS')
    home.putFleet({ Name: 'fleet', State: 'STOPPED' })
    expect((await waitUntilFleetStopped(waiter, { Names: ['fleet'] })).state).toBe('SUCCESS')
  })

  test('starts once for twenty concurrent requests', async () => {
    await using estate = await startEstate()
    await createFleet(estate.client)
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => estate.client.send(start)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})
