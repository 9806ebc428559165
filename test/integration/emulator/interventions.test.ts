import { describe, expect, test } from 'vitest'
import { AwsError, type Emulator, manualClock, type Snapshot } from '../../../src/emulator/server.ts'
import { accountId, otherAccountId, startEmptyEmulator } from './client.ts'
import { control } from './control.ts'

const region = 'us-east-1'
const snapshot: Snapshot = { region, imageBuilderName: 'builder', imageName: 'image' }

function states(emulator: Emulator): (string | undefined)[] {
  const { images, imageBuilders } = emulator.region(region)
  return [imageBuilders.get('builder')?.State, images.get('image')?.State]
}

describe('snapshot', () => {
  test.each([
    ['a missing builder', { imageBuilderName: 'gone' }, 'ResourceNotFoundException'],
    ['a builder that is not running', { imageBuilderName: 'stopped' }, 'OperationNotPermittedException'],
    ['a taken name', { imageName: 'taken' }, 'ResourceAlreadyExistsException'],
    ['a reserved name', { imageName: 'AppStream-mine' }, 'ValidationException'],
  ])('rejects %s', async (_, change, type) => {
    await using emulator = await startEmptyEmulator()
    emulator.region(region).putImageBuilder({ Name: 'builder' })
    emulator.region(region).putImageBuilder({ Name: 'stopped', State: 'STOPPED' })
    emulator.region(region).putImage({ Name: 'taken' })
    expect(() => emulator.snapshot({ ...snapshot, ...change })).toThrow(AwsError)
    expect(() => emulator.snapshot({ ...snapshot, ...change })).toThrow(expect.objectContaining({ type }))
  })

  test.each([
    [false, 'AVAILABLE'],
    [true, 'FAILED'],
  ])('creates an image of the builder and stops it (fails: %j)', async (fails, state) => {
    const clock = manualClock()
    await using emulator = await startEmptyEmulator({ clock })
    const ImageArn = 'arn:aws:appstream:us-east-1::image/AppStream-base'
    emulator.region(region).putImageBuilder({ Name: 'builder', ImageArn, Platform: 'RHEL8' })
    emulator.snapshot({ ...snapshot, fails, applications: ['Visual Studio'], tags: { a: 'b' } })
    expect(states(emulator)).toEqual(['SNAPSHOTTING', 'PENDING'])
    expect(emulator.region(region).images.get('image')).toMatchObject({
      BaseImageArn: ImageArn,
      ImageBuilderName: 'builder',
      Platform: 'RHEL8',
      Applications: [{ Name: 'VisualStudio', DisplayName: 'Visual Studio' }],
    })
    clock.advance(6_000)
    expect(states(emulator)).toEqual(['STOPPED', 'PENDING'])
    clock.advance(2_000)
    expect(states(emulator)).toEqual(['STOPPED', state])
  })
})

describe('force', () => {
  test('rejects zero resources, two resources and an unknown resource', async () => {
    await using emulator = await startEmptyEmulator()
    for (const change of [{}, { image: 'a', imageBuilder: 'b' }, { image: 'a' }, { imageBuilder: 'b' }]) {
      expect(() => emulator.force({ region, state: 'FAILED', ...change })).toThrow(AwsError)
    }
  })

  test('pins a state with its reason and errors', async () => {
    const clock = manualClock()
    await using emulator = await startEmptyEmulator({ clock })
    emulator.region(region).putImageBuilder({ Name: 'builder' })
    emulator.snapshot(snapshot)
    const reason = { code: 'INTERNAL_ERROR', message: 'Broken.' }
    emulator.force({
      region,
      imageBuilder: 'builder',
      state: 'FAILED',
      stateChangeReason: reason,
      errors: [reason],
    })
    clock.advance(60_000)
    expect(states(emulator)).toEqual(['FAILED', 'AVAILABLE'])
    expect(emulator.region(region).imageBuilders.get('builder')).toMatchObject({
      StateChangeReason: { Code: 'INTERNAL_ERROR', Message: 'Broken.' },
      ImageBuilderErrors: [{ ErrorCode: 'INTERNAL_ERROR', ErrorMessage: 'Broken.' }],
    })
  })
})

describe('control endpoint', () => {
  test.each([
    ['/snapshot', { region }, "'imageBuilderName'"],
    ['/snapshot', { ...snapshot, imageName: '-' }, "'imageName'"],
    ['/snapshot', snapshot, `The image builder builder for account ${accountId} does not exist.`],
    ['/force', { region, image: 'gone' }, 'does not exist'],
    ['/force', { region, errors: [{ code: 'X' }] }, "'errors.1.member.message'"],
    ['/clock', { advanceMs: -1 }, "'advanceMs'"],
  ])('rejects POST %s with %j and a reason', async (path, body, message) => {
    await using emulator = await startEmptyEmulator()
    const answer = await control(emulator, 'POST', path, body)
    expect(answer).toEqual({ status: 400, body: { error: expect.stringContaining(message) } })
  })

  test('takes a snapshot, advances the clock and forces a state', async () => {
    await using emulator = await startEmptyEmulator({ clock: manualClock() })
    emulator.region(region).putImageBuilder({ Name: 'builder' })
    expect(await control(emulator, 'POST', '/snapshot', snapshot)).toEqual({ status: 200, body: {} })
    const before = Date.UTC(2026, 10, 2, 9)
    expect(await control(emulator, 'GET', '/clock')).toMatchObject({
      body: { now: new Date(before).toISOString() },
    })
    const { body } = await control(emulator, 'POST', '/clock', { advanceMs: 8000 })
    expect(body).toEqual({ now: new Date(before + 8000).toISOString() })
    expect(states(emulator)).toEqual(['STOPPED', 'AVAILABLE'])
    await control(emulator, 'POST', '/force', {
      region,
      image: 'image',
      state: 'PONDERING',
      fleets: ['desk'],
    })
    expect(states(emulator)).toEqual(['STOPPED', 'PONDERING'])
  })

  test('forces a state in the account of the request', async () => {
    await using emulator = await startEmptyEmulator()
    emulator.region(region, otherAccountId).putImage({ Name: 'theirs' })
    const change = { region, accountId: otherAccountId, image: 'theirs', state: 'FAILED' }
    expect((await control(emulator, 'POST', '/force', change)).status).toBe(200)
    expect(emulator.region(region, otherAccountId).images.get('theirs')?.State).toBe('FAILED')
  })
})
