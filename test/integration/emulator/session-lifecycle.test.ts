import {
  DeleteFleetCommand,
  DisassociateFleetCommand,
  DrainSessionInstanceCommand,
  StopFleetCommand,
} from '@aws-sdk/client-appstream'
import { describe, expect, test } from 'vitest'
import { accountId, exceptionOf } from './client.ts'
import { control } from './control.ts'
import { describeFleet, type Estate, region } from './estate.ts'
import { describeSessions, expire, pair, startSession, startStreaming } from './sessions.ts'

function drain({ client }: Estate, SessionId: string) {
  return client.send(new DrainSessionInstanceCommand({ SessionId }))
}

async function statesOf(estate: Estate): Promise<unknown[]> {
  return (await describeSessions(estate)).map(({ State, ConnectionState }) => [State, ConnectionState])
}

describe('ExpireSession', () => {
  test('reports an unknown session as not found', async () => {
    await using estate = await startStreaming()
    expect(await exceptionOf(expire(estate, 'gone'))).toMatchObject({
      name: 'ResourceNotFoundException',
      message: `The session gone for account ${accountId} does not exist.`,
    })
  })

  test('accepts an unknown session if configured', async () => {
    await using estate = await startStreaming({}, { expireUnknownSession: 'ok' })
    await expire(estate, 'gone')
  })

  test('ends the session after 2 s; lists it EXPIRED for 60 s', async () => {
    await using estate = await startStreaming()
    const id = startSession(estate)
    await expire(estate, id)
    const timeline = [await statesOf(estate)]
    for (const ms of [1_999, 1, 59_999, 1]) {
      estate.clock.advance(ms)
      timeline.push(await statesOf(estate))
    }
    const [active, expired] = [[['ACTIVE', 'CONNECTED']], [['EXPIRED', 'NOT_CONNECTED']]]
    expect(timeline).toEqual([active, active, expired, expired, []])
  })

  test('leaves an EXPIRED session as it is', async () => {
    await using estate = await startStreaming()
    const id = startSession(estate)
    await expire(estate, id)
    estate.clock.advance(61_999)
    await expire(estate, id)
    estate.clock.advance(1)
    expect(await statesOf(estate)).toEqual([])
  })

  test('frees the instance and allows disassociating the fleet', async () => {
    await using estate = await startStreaming()
    const id = startSession(estate)
    const disassociate = () => estate.client.send(new DisassociateFleetCommand(pair))
    expect((await exceptionOf(disassociate())).name).toBe('ResourceInUseException')
    await expire(estate, id)
    estate.clock.advance(2_000)
    const { ComputeCapacityStatus } = (await describeFleet(estate.client)) ?? {}
    expect(ComputeCapacityStatus).toMatchObject({ InUse: 0, Available: 1 })
    await disassociate()
  })
})

describe('DrainSessionInstance', () => {
  test.each([
    ['an unknown session', {}, 'gone', 'ResourceNotFoundException'],
    ['a single-session fleet', {}, 'started', 'OperationNotPermittedException'],
    [
      'a PENDING session',
      { FleetType: 'ON_DEMAND', MaxSessionsPerInstance: 2 },
      'started',
      'OperationNotPermittedException',
    ],
  ])('rejects %s', async (_, fleet, which, name) => {
    await using estate = await startStreaming(fleet)
    const id = startSession(estate)
    expect((await exceptionOf(drain(estate, which === 'gone' ? 'gone' : id))).name).toBe(name)
  })

  test('drains one instance, which accepts no new sessions', async () => {
    await using estate = await startStreaming({
      MaxSessionsPerInstance: 2,
      ComputeCapacityStatus: { Desired: 3, Running: 3 },
    })
    const [first = ''] = ['one', 'two', 'three'].map((userId) => startSession(estate, userId))
    await drain(estate, first)
    await drain(estate, first)
    startSession(estate, 'four')
    const drained = Object.fromEntries(
      (await describeSessions(estate)).map(({ UserId, InstanceDrainStatus }) => [
        UserId,
        InstanceDrainStatus,
      ]),
    )
    expect(drained).toEqual({ one: 'DRAINING', two: 'DRAINING', three: 'ACTIVE', four: 'ACTIVE' })
  })

  test('counts draining instances until their last session ends', async () => {
    await using estate = await startStreaming({
      MaxSessionsPerInstance: 4,
      ComputeCapacityStatus: { Desired: 2, Running: 2 },
    })
    const id = startSession(estate)
    await drain(estate, id)
    const { ComputeCapacityStatus: draining } = (await describeFleet(estate.client)) ?? {}
    estate.emulator.endSession({ region, id })
    const { ComputeCapacityStatus: replaced } = (await describeFleet(estate.client)) ?? {}
    const total = { Desired: 2, Running: 2, DesiredUserSessions: 8 }
    expect(draining).toEqual({
      ...total,
      InUse: 1,
      Available: 1,
      ActualUserSessions: 5,
      ActiveUserSessions: 1,
      AvailableUserSessions: 4,
      Draining: 1,
      DrainModeActiveUserSessions: 1,
      DrainModeUnusedUserSessions: 3,
    })
    expect(replaced).toMatchObject({ ...total, InUse: 0, AvailableUserSessions: 8, Draining: 0 })
  })
})

describe('session timeline', () => {
  test('is PENDING without an instance, then ACTIVE on an On-Demand fleet', async () => {
    await using estate = await startStreaming({ FleetType: 'ON_DEMAND' })
    startSession(estate)
    const [pending] = await describeSessions(estate)
    estate.clock.advance(3_000)
    const [active] = await describeSessions(estate)
    expect([pending?.State, pending?.ConnectionState, pending?.InstanceId]).toEqual([
      'PENDING',
      'NOT_CONNECTED',
      undefined,
    ])
    expect([active?.State, active?.ConnectionState]).toEqual(['ACTIVE', 'CONNECTED'])
    expect(active?.InstanceId).toMatch(/^i-/)
  })

  test('ends at the maximum duration', async () => {
    await using estate = await startStreaming({ MaxUserDurationInSeconds: 600 })
    startSession(estate)
    estate.clock.advance(599_999)
    expect(await statesOf(estate)).toEqual([['ACTIVE', 'CONNECTED']])
    estate.clock.advance(1)
    expect(await statesOf(estate)).toEqual([['EXPIRED', 'NOT_CONNECTED']])
  })

  test('ends all sessions when the fleet stops, which allows deleting the fleet', async () => {
    await using estate = await startStreaming()
    startSession(estate, 'one')
    startSession(estate, 'two')
    await estate.client.send(new StopFleetCommand({ Name: 'fleet' }))
    const expired = ['EXPIRED', 'NOT_CONNECTED']
    expect(await statesOf(estate)).toEqual([expired, expired])
    estate.clock.advance(3_000)
    await estate.client.send(new DisassociateFleetCommand(pair))
    await estate.client.send(new DeleteFleetCommand({ Name: 'fleet' }))
  })
})

describe('disconnection', () => {
  test('is rejected for unknown, PENDING and EXPIRED sessions', async () => {
    await using estate = await startStreaming({ FleetType: 'ON_DEMAND' })
    const id = startSession(estate)
    for (const session of ['gone', id]) {
      const answer = await control(estate.emulator, 'POST', '/disconnect', { region, id: session })
      expect(answer.status).toBe(400)
    }
    estate.emulator.endSession({ region, id })
    expect(() => estate.emulator.disconnectSession({ region, id })).toThrow('is EXPIRED')
    expect(() => estate.emulator.endSession({ region, id })).toThrow('is EXPIRED')
  })

  test('holds the instance until the disconnect timeout', async () => {
    await using estate = await startStreaming({ DisconnectTimeoutInSeconds: 60 })
    const id = startSession(estate)
    const { status } = await control(estate.emulator, 'POST', '/disconnect', { region, id })
    expect([status, await statesOf(estate)]).toEqual([200, [['ACTIVE', 'NOT_CONNECTED']]])
    expect((await describeFleet(estate.client))?.ComputeCapacityStatus?.InUse).toBe(1)
    estate.clock.advance(60_000)
    expect(await statesOf(estate)).toEqual([['EXPIRED', 'NOT_CONNECTED']])
    expect((await describeFleet(estate.client))?.ComputeCapacityStatus?.InUse).toBe(0)
  })

  test('ends when the user returns to the same session', async () => {
    await using estate = await startStreaming({ DisconnectTimeoutInSeconds: 60 })
    const id = startSession(estate, 'user', 'SAML')
    estate.emulator.disconnectSession({ region, id })
    expect(startSession(estate, 'user', 'API')).not.toBe(id)
    expect(startSession(estate, 'user', 'SAML')).toBe(id)
    estate.clock.advance(60_000)
    expect(await describeSessions(estate, { AuthenticationType: 'SAML' })).toMatchObject([
      { Id: id, State: 'ACTIVE', ConnectionState: 'CONNECTED' },
    ])
  })
})
