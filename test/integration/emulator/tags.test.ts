import {
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-appstream'
import { expect, test } from 'vitest'
import { accountId, clientOf, exceptionOf, startEmptyEmulator } from './client.ts'

const ResourceArn = `arn:aws:appstream:us-east-1:${accountId}:image/image`

test('rejects tags on a missing resource', async () => {
  await using emulator = await startEmptyEmulator()
  using client = clientOf(emulator)
  const tag = client.send(new TagResourceCommand({ ResourceArn, Tags: { a: 'b' } }))
  const untag = client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['a'] }))
  for (const call of [tag, untag]) expect((await exceptionOf(call)).name).toBe('ResourceNotFoundException')
})

test('accepts 50 tags per resource', async () => {
  await using emulator = await startEmptyEmulator()
  using client = clientOf(emulator)
  emulator.region('us-east-1').putImage({ Name: 'image' })
  const Tags = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key-${index}`, 'value']))
  await client.send(new TagResourceCommand({ ResourceArn, Tags }))
  await client.send(new TagResourceCommand({ ResourceArn, Tags: { 'key-0': 'another value' } }))
  const call = client.send(new TagResourceCommand({ ResourceArn, Tags: { 'one-more': '' } }))
  expect((await exceptionOf(call)).name).toBe('LimitExceededException')
})

test('adds, overwrites and removes tags; ignores removal of a missing tag', async () => {
  await using emulator = await startEmptyEmulator()
  using client = clientOf(emulator)
  emulator.region('us-east-1').putImage({ Name: 'image' })
  await client.send(new TagResourceCommand({ ResourceArn, Tags: { a: '1', b: '2' } }))
  await client.send(new TagResourceCommand({ ResourceArn, Tags: { b: '3', c: '' } }))
  await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['a', 'never'] }))
  expect((await client.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags).toEqual({ b: '3', c: '' })
})
