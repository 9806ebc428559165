import { StartFleetCommand } from '@aws-sdk/client-appstream'
import { describe, expect, test } from 'vitest'
import { AwsError } from '../../../src/emulator/server.ts'
import { control } from './control.ts'
import { createFleet, describeFleet, type Estate, region, startEstate } from './estate.ts'

async function startStreaming(fleet: object = {}): Promise<Estate> {
  const estate = await startEstate()
  estate.home.putStack({ Name: 'stack' })
  estate.home.putFleet({ Name: 'fleet', ...fleet })
  estate.home.associate('stack', 'fleet')
  return estate
}

const session = { region, stack: 'stack', fleet: 'fleet', userId: 'user' }

describe('force on a fleet', () => {
  test.each([
    [{ region, fleet: 'gone', state: 'STOPPED' }],
    [{ region, stack: 'gone', errors: [] }],
    [{ region, fleet: 'fleet', stack: 'stack' }],
  ])('rejects %j', async (change) => {
    await using estate = await startStreaming()
    expect(() => estate.emulator.force(change)).toThrow(AwsError)
  })

  test('cancels the transition when it sets the state', async () => {
    await using estate = await startEstate()
    await createFleet(estate.client)
    await estate.client.send(new StartFleetCommand({ Name: 'fleet' }))
    estate.emulator.force({ region, fleet: 'fleet', state: 'PONDERING' })
    estate.clock.advance(60_000)
    expect((await describeFleet(estate.client))?.State).toBe('PONDERING')
  })

  test('overwrites the capacity counts it names', async () => {
    await using estate = await startStreaming()
    const capacity = { Desired: 5, InUse: 3, Available: 0 }
    const { status } = await control(estate.emulator, 'POST', '/force', { region, fleet: 'fleet', capacity })
    expect(status).toBe(200)
    estate.clock.advance(60_000)
    expect((await describeFleet(estate.client))?.ComputeCapacityStatus).toEqual({ Running: 1, ...capacity })
  })

  test.each([
    [{ image: 'base', capacity: { Desired: 1 } }, '`capacity` applies to a fleet only.'],
    [{ stack: 'stack', state: 'STOPPED' }, '`state` does not apply to a stack.'],
    [{ fleet: 'fleet', capacity: { Desired: -1 } }, "'capacity.desired'"],
    [{ fleet: 'fleet', capacity: { Desired: 'many' } }, 'can not be converted'],
  ])('rejects %j with a reason', async (change, message) => {
    await using estate = await startStreaming()
    const answer = await control(estate.emulator, 'POST', '/force', { region, ...change })
    expect(answer).toEqual({ status: 400, body: { error: expect.stringContaining(message) } })
  })

  test('sets fleet and stack errors without a time', async () => {
    await using estate = await startStreaming()
    const errors = [{ code: 'INTERNAL_SERVICE_ERROR', message: 'Broken.' }]
    for (const named of [{ fleet: 'fleet' }, { stack: 'stack' }]) {
      await control(estate.emulator, 'POST', '/force', { region, ...named, errors })
    }
    const shown = [{ ErrorCode: 'INTERNAL_SERVICE_ERROR', ErrorMessage: 'Broken.' }]
    expect((await describeFleet(estate.client))?.FleetErrors).toEqual(shown)
    expect(estate.home.stacks.get('stack')?.StackErrors).toEqual(shown)
  })
})

describe('session control', () => {
  test.each([
    [{ ...session, stack: 'gone' }, 'The stack gone'],
    [{ ...session, fleet: 'gone' }, 'The fleet gone'],
    [{ ...session, fleet: 'other' }, 'not associated'],
    [{ ...session, userId: '' }, "'userId'"],
  ])('rejects %j with a reason', async (body, message) => {
    await using estate = await startStreaming()
    estate.home.putFleet({ Name: 'other' })
    const answer = await control(estate.emulator, 'POST', '/session', body)
    expect(answer).toEqual({ status: 400, body: { error: expect.stringContaining(message) } })
  })

  test('rejects a session on a fleet that is not running', async () => {
    await using estate = await startStreaming({ State: 'STOPPED' })
    expect(() => estate.emulator.startSession(session)).toThrow('The fleet fleet is STOPPED: ')
  })

  test('counts a session on a single-session fleet until it ends', async () => {
    await using estate = await startStreaming()
    const started = await control(estate.emulator, 'POST', '/session', session)
    const during = (await describeFleet(estate.client))?.ComputeCapacityStatus
    await control(estate.emulator, 'DELETE', '/session', { region, id: started.body['id'] })
    expect([during, (await describeFleet(estate.client))?.ComputeCapacityStatus]).toEqual([
      { Desired: 1, Running: 1, InUse: 1, Available: 0 },
      { Desired: 1, Running: 1, InUse: 0, Available: 1 },
    ])
    const again = await control(estate.emulator, 'DELETE', '/session', { region, id: started.body['id'] })
    expect(again.status).toBe(400)
  })

  test('counts a session on a multi-session fleet', async () => {
    await using estate = await startStreaming({ MaxSessionsPerInstance: 4 })
    for (const userId of ['one', 'two', 'three']) estate.emulator.startSession({ ...session, userId })
    expect((await describeFleet(estate.client))?.ComputeCapacityStatus).toMatchObject({
      Desired: 1,
      InUse: 1,
      DesiredUserSessions: 4,
      ActualUserSessions: 4,
      ActiveUserSessions: 3,
      AvailableUserSessions: 1,
    })
  })
})
