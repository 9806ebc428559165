import * as sdk from '@aws-sdk/client-appstream'
import { Tag } from 'cbor2'
import { describe, expect, test } from 'vitest'
import { serviceModel } from '../../../src/emulator/model.ts'
import { manualClock } from '../../../src/emulator/server.ts'
import { type CborRequest, hex, rejection, sendCbor } from './cbor.ts'
import { startEmptyEmulator } from './client.ts'

describe('Smithy RPC v2 CBOR', () => {
  test('answers a recorded request byte for byte', async () => {
    const clock = manualClock()
    await using emulator = await startEmptyEmulator({ clock, behaviour: { visibleAfterMs: 0 } })
    emulator.region('us-east-1').putStack({ Name: 'a', CreatedTime: new Date(1_700_000_000_500) })
    // {_ "Names": [_ "a"]} with indefinite lengths, as the SDK for Go sends it.
    const answer = await sendCbor(emulator, 'DescribeStacks', hex('bf 65 4e616d6573 9f 61 61 ff ff'))
    expect(answer.status).toBe(200)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/cbor',
      'smithy-protocol': 'rpc-v2-cbor',
      'content-length': String(answer.bytes.length),
      'x-amzn-requestid': expect.stringMatching(/^[\da-f-]{36}$/),
    })
    expect(answer.bytes.toString('hex')).toContain(
      `${'6b'}${Buffer.from('CreatedTime').toString('hex')}c1fb41d954fc40200000`,
    )
    expect(answer.bytes.subarray(0, 1)).toEqual(Buffer.from(hex('a1')))
    expect(answer.body).toMatchObject({ Stacks: [{ Name: 'a', CreatedTime: new Date(1_700_000_000_500) }] })
  })

  test('answers an exception of the model byte for byte', async () => {
    await using emulator = await startEmptyEmulator()
    emulator.faults.add({ error: { type: 'ResourceNotFoundException', message: 'No.' } })
    const answer = await sendCbor(emulator, 'DescribeStacks')
    expect(answer.bytes).toEqual(
      Buffer.from(
        hex(`a2 66 ${text('__type')} 7831 ${text('com.amazonaws.appstream#ResourceNotFoundException')}
          67 ${text('Message')} 63 ${text('No.')}`),
      ),
    )
    expect(answer.headers.get('smithy-protocol')).toBe('rpc-v2-cbor')
  })

  test('answers each exception with the status of the model', async () => {
    await using emulator = await startEmptyEmulator()
    const modelled = new Set(Object.values(serviceModel.operations).flatMap(({ errors }) => errors))
    const exported: Readonly<Record<string, unknown>> = sdk
    for (const type of modelled) {
      const schema = exported[`${type}$`]
      const { httpError } = Object(Array.isArray(schema) ? schema[3] : undefined)
      emulator.faults.add({ error: { type }, times: 1 })
      const answer = await sendCbor(emulator, 'DescribeStacks')
      expect(answer).toMatchObject(rejection(httpError, `com.amazonaws.appstream#${type}`))
    }
    expect(modelled.size).toBe(15)
  })

  test.each([
    ['an empty body', new Uint8Array()],
    ['an empty map', hex('a0')],
    ['an empty map of indefinite length', hex('bf ff')],
    ['null and undefined members', hex('a2 65 4e616d6573 f6 69 4e657874546f6b656e f7')],
    ['members that the model lacks', { At: new Date(0), Bytes: new Uint8Array([1]), Big: 2n ** 60n }],
    ['a text in pieces', hex('a1 65 4e616d6573 81 7f 61 61 61 62 ff')],
  ])('accepts %s', async (_, body) => {
    await using emulator = await startEmptyEmulator()
    emulator.region('us-east-1').putStack({ Name: 'ab' })
    expect((await sendCbor(emulator, 'DescribeStacks', body)).status).toBe(200)
    const calls = await fetch(`${emulator.url}/_emulator/calls`)
    expect(await calls.json()).toMatchObject({ counts: { DescribeStacks: 1 } })
  })

  test.each([
    ['a truncated map', hex('a1 65 4e616d')],
    ['a map without its end', hex('bf 65 4e616d6573 80')],
    ['bytes after the map', hex('a0 a0')],
    ['a reserved length', hex('fc')],
    ['a list that claims 4 GiB', hex('a1 65 4e616d6573 9a ffffffff')],
    ['a map that claims 2^53 members', hex('bb 0020000000000000')],
    ['text that is not UTF-8', hex('a1 65 4e616d6573 81 61 ff')],
    ['a key that is not text', hex('a1 01 02')],
    ['a repeated key', hex('a2 65 4e616d6573 80 65 4e616d6573 80')],
    ['an unknown tag', { Names: new Tag(37, new Uint8Array(16)) }],
    ['an unknown tag in a place of a structure', { VpcConfig: new Tag(99, 1) }],
    ['an unknown simple value', hex('a1 65 4e616d6573 e0')],
    ['a timestamp that is text', { Names: new Tag(1, 'now') }],
    ['a timestamp out of range', { Names: new Tag(1, 1e300) }],
    ['nesting without end', Buffer.alloc(1000, 0x81)],
    ['a list', hex('80')],
    ['a null', hex('f6')],
    ['a byte string', hex('41 00')],
    ['a timestamp', hex('c1 00')],
    ['a byte string instead of text', { Names: [new Uint8Array([97])] }],
    ['a byte string instead of a list', { Names: new Uint8Array([97]) }],
    ['a timestamp instead of text', { NextToken: new Date(0) }],
    ['text instead of a list', { Names: 'a' }],
  ])('rejects %s with SerializationException', async (_, body) => {
    await using emulator = await startEmptyEmulator()
    const answer = await sendCbor(emulator, 'DescribeStacks', body)
    expect(answer).toMatchObject(rejection(400, 'SerializationException'))
  })

  test.each([
    [
      'bytes as a structure',
      { VpcConfig: new Uint8Array() },
      "BYTE_STRING can not be converted to a Structure (at 'vpcConfig')",
    ],
    [
      'a timestamp as a structure',
      { VpcConfig: new Date(0) },
      "TIMESTAMP can not be converted to a Structure (at 'vpcConfig')",
    ],
    ['bytes as a map', { Tags: new Uint8Array() }, "BYTE_STRING can not be converted to a Map (at 'tags')"],
    [
      'a number out of range',
      { MaxConcurrentSessions: 2n ** 60n },
      "NUMBER_VALUE can not be converted to an Integer (at 'maxConcurrentSessions')",
    ],
    [
      'a fraction',
      { MaxConcurrentSessions: 1.5 },
      "NUMBER_VALUE can not be converted to an Integer (at 'maxConcurrentSessions')",
    ],
  ])('names the member that has %s', async (_, input, message) => {
    await using emulator = await startEmptyEmulator()
    const { body } = await sendCbor(emulator, 'CreateFleet', input)
    expect(body).toEqual({ __type: 'SerializationException', message })
  })

  test.each<[string, string, number, CborRequest]>([
    ['no protocol header', 'UnknownOperationException', 400, { headers: { 'smithy-protocol': undefined } }],
    ['another protocol', 'UnknownOperationException', 400, { headers: { 'smithy-protocol': 'rpc-v2-json' } }],
    [
      'another service',
      'UnknownOperationException',
      400,
      { path: '/service/Other/operation/DescribeStacks' },
    ],
    ['the path of JSON', 'UnknownOperationException', 400, { path: '/' }],
    [
      'a path without an operation',
      'UnknownOperationException',
      400,
      { path: '/service/PhotonAdminProxyService' },
    ],
    [
      'a path that goes on',
      'UnknownOperationException',
      400,
      { path: '/service/PhotonAdminProxyService/operation/DescribeStacks/x' },
    ],
    [
      'the header of JSON',
      'SerializationException',
      400,
      { headers: { 'x-amz-target': 'PhotonAdminProxyService.DeleteStack' } },
    ],
    [
      'the older header of JSON',
      'SerializationException',
      400,
      { headers: { 'x-amzn-target': 'X.DeleteStack' } },
    ],
    ['no content type', 'UnsupportedMediaTypeException', 415, { headers: { 'content-type': undefined } }],
    [
      'the content type of JSON',
      'UnsupportedMediaTypeException',
      415,
      { headers: { 'content-type': 'application/x-amz-json-1.1' } },
    ],
    ['no signature', 'MissingAuthenticationTokenException', 400, { headers: { authorization: undefined } }],
  ])('rejects %s', async (_, type, status, request) => {
    await using emulator = await startEmptyEmulator()
    const answer = await sendCbor(emulator, 'DescribeStacks', {}, request)
    expect(answer).toMatchObject(rejection(status, type))
    expect(answer.headers.get('smithy-protocol')).toBe('rpc-v2-cbor')
    expect(emulator.calls.count()).toBe(0)
  })

  test.each([
    ['a prefix', '/proxy/v1/service/PhotonAdminProxyService/operation/DescribeStacks'],
    ['the namespace', '/service/com.amazonaws.appstream.PhotonAdminProxyService/operation/DescribeStacks'],
    ['a query', '/service/PhotonAdminProxyService/operation/DescribeStacks?x=1'],
  ])('accepts a path with %s', async (_, path) => {
    await using emulator = await startEmptyEmulator()
    const answer = await sendCbor(emulator, '', {}, { path })
    expect(answer).toMatchObject({ status: 200, body: { Stacks: [] } })
  })

  test.each(['DropTables', 'toString', '__proto__'])(
    'rejects the unknown operation %j',
    async (operation) => {
      await using emulator = await startEmptyEmulator()
      const answer = await sendCbor(emulator, operation)
      expect(answer).toMatchObject(rejection(400, 'UnknownOperationException'))
    },
  )

  test('rejects a body of more than a mebibyte', async () => {
    await using emulator = await startEmptyEmulator()
    const answer = await sendCbor(emulator, 'DescribeStacks', { Names: ['x'.repeat(1024 * 1024)] })
    expect(answer).toMatchObject(rejection(413, 'RequestEntityTooLargeException'))
  })

  test('does not serve GET', async () => {
    await using emulator = await startEmptyEmulator()
    expect((await sendCbor(emulator, 'DescribeStacks', {}, { method: 'GET' })).status).toBe(404)
  })

  test('treats a member named __proto__ like any unknown member', async () => {
    await using emulator = await startEmptyEmulator()
    const answer = await sendCbor(
      emulator,
      'CreateStack',
      hex(`a1 69 ${text('__proto__')} a1 64 ${text('Name')} 61 61`),
    )
    expect(answer).toMatchObject(rejection(400, 'ValidationException'))
  })
})

/** Returns a text as hexadecimal UTF-8. */
function text(value: string): string {
  return Buffer.from(value).toString('hex')
}
