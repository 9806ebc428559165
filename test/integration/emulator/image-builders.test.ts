import {
  type AppStreamClient,
  CreateImageBuilderCommand,
  CreateImageBuilderStreamingURLCommand,
  DeleteImageBuilderCommand,
  DescribeImageBuildersCommand,
  ListTagsForResourceCommand,
  StartImageBuilderCommand,
  StopImageBuilderCommand,
} from '@aws-sdk/client-appstream'
import { describe, expect, test } from 'vitest'
import { type Emulator, manualClock } from '../../../src/emulator/server.ts'
import { accountId, clientOf, exceptionOf, startEmptyEmulator } from './client.ts'

const region = 'us-east-1'

function create(client: AppStreamClient) {
  const image = { ImageName: 'base', InstanceType: 'stream.standard.medium', Tags: { team: 'a' } }
  return client.send(new CreateImageBuilderCommand({ Name: 'builder', ...image }))
}

async function stateOf(client: AppStreamClient): Promise<string | undefined> {
  const { ImageBuilders = [] } = await client.send(new DescribeImageBuildersCommand({}))
  return ImageBuilders[0]?.State
}

function withBase(emulator: Emulator): Emulator {
  emulator.region(region).putImage({ Name: 'base', Platform: 'WINDOWS_SERVER_2022' })
  return emulator
}

describe('image builder lifecycle', () => {
  const start = new StartImageBuilderCommand({ Name: 'builder' })
  const stop = new StopImageBuilderCommand({ Name: 'builder' })
  const remove = new DeleteImageBuilderCommand({ Name: 'builder' })
  const open = new CreateImageBuilderStreamingURLCommand({ Name: 'builder' })

  test('rejects every call for a missing builder', async () => {
    await using emulator = await startEmptyEmulator()
    using client = clientOf(emulator)
    for (const call of [client.send(start), client.send(stop), client.send(remove), client.send(open)]) {
      expect((await exceptionOf(call)).message).toBe(
        `The image builder builder for account ${accountId} does not exist.`,
      )
    }
  })

  test.each(['PENDING', 'STOPPING', 'SNAPSHOTTING', 'DELETING', 'REBOOTING', 'UPDATING_AGENT'])(
    'rejects every call for a builder that is %s',
    async (State) => {
      await using emulator = await startEmptyEmulator()
      using client = clientOf(emulator)
      emulator.region(region).putImageBuilder({ Name: 'builder', State })
      // The model of StartImageBuilder has no OperationNotPermittedException.
      expect((await exceptionOf(client.send(start))).name).toBe('ResourceNotAvailableException')
      for (const call of [client.send(stop), client.send(remove), client.send(open)]) {
        expect((await exceptionOf(call)).name).toBe('OperationNotPermittedException')
      }
    },
  )

  test('stops, starts and deletes a builder after the expected transition times', async () => {
    const clock = manualClock()
    await using emulator = withBase(await startEmptyEmulator({ clock }))
    using client = clientOf(emulator)
    const { ImageBuilder } = await create(client)
    clock.advance(5_000)
    const states: (string | undefined)[] = [(await client.send(stop)).ImageBuilder?.State]
    clock.advance(3_000)
    states.push(await stateOf(client), (await client.send(start)).ImageBuilder?.State)
    clock.advance(5_000)
    states.push(await stateOf(client), (await client.send(remove)).ImageBuilder?.State)
    clock.advance(1_999)
    states.push(await stateOf(client))
    clock.advance(1)
    states.push(await stateOf(client))
    expect(states).toEqual(['STOPPING', 'STOPPED', 'PENDING', 'RUNNING', 'DELETING', 'DELETING', undefined])
    emulator.region(region).putImageBuilder({ Name: 'builder' })
    const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceArn: ImageBuilder?.Arn }))
    expect(Tags).toEqual({})
  })

  test('updates to the requested agent version on start and keeps it', async () => {
    const clock = manualClock()
    await using emulator = await startEmptyEmulator({ clock })
    using client = clientOf(emulator)
    emulator.region(region).putImageBuilder({ Name: 'builder', State: 'STOPPED' })
    const AppstreamAgentVersion = '06-17-2024'
    await client.send(new StartImageBuilderCommand({ Name: 'builder', AppstreamAgentVersion }))
    const states = [await stateOf(client)]
    for (const ms of [5_000, 2_999, 1]) {
      clock.advance(ms)
      states.push(await stateOf(client))
    }
    expect(states).toEqual(['PENDING', 'UPDATING_AGENT', 'UPDATING_AGENT', 'RUNNING'])
    await client.send(stop)
    clock.advance(3_000)
    const { ImageBuilder } = await client.send(start)
    expect(ImageBuilder).toMatchObject({ AppstreamAgentVersion, LatestAppstreamAgentVersion: 'FALSE' })
    clock.advance(5_000)
    expect(await stateOf(client)).toBe('RUNNING')
  })

  test.each(['STOPPED', 'RUNNING', 'FAILED'])('deletes a builder that is %s', async (State) => {
    await using emulator = await startEmptyEmulator()
    using client = clientOf(emulator)
    emulator.region(region).putImageBuilder({ Name: 'builder', State })
    expect((await client.send(remove)).ImageBuilder?.State).toBe('DELETING')
  })

  test('returns a new streaming URL each time with the requested expiry', async () => {
    const clock = manualClock()
    await using emulator = await startEmptyEmulator({ clock })
    using client = clientOf(emulator)
    emulator.region(region).putImageBuilder({ Name: 'builder' })
    const first = await client.send(open)
    const second = await client.send(
      new CreateImageBuilderStreamingURLCommand({ Name: 'builder', Validity: 60 }),
    )
    expect(first.StreamingURL).toMatch(
      /^https:\/\/appstream2\.us-east-1\.aws\.amazon\.com\/authenticate\?parameters=/,
    )
    expect(second.StreamingURL).not.toBe(first.StreamingURL)
    expect([first.Expires, second.Expires]).toEqual([
      new Date(clock.now() + 3_600_000),
      new Date(clock.now() + 60_000),
    ])
    for (const Validity of [0, 604_801]) {
      const call = client.send(new CreateImageBuilderStreamingURLCommand({ Name: 'builder', Validity }))
      expect((await exceptionOf(call)).name).toBe('ValidationException')
    }
  })
})
