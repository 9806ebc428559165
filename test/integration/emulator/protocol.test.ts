import { describe, expect, test } from 'vitest'
import { serviceModel } from '../../../src/emulator/model.ts'
import { operations } from '../../../src/emulator/operations.ts'
import { authorization, send, startEmptyEmulator } from './client.ts'

const scope = '123456789012/20261102/us-east-1/appstream/aws4_request'

describe('AWS JSON 1.1 protocol', () => {
  test.each([
    ['no Authorization', ''],
    ['another scheme', 'Bearer abc'],
    [
      'a credential without a scope',
      'AWS4-HMAC-SHA256 Credential=123456789012, SignedHeaders=host, Signature=0',
    ],
    [
      'a scope cut short',
      'AWS4-HMAC-SHA256 Credential=123456789012/20261102/us-east-1/appstream, SignedHeaders=host, Signature=0',
    ],
    ['a credential without signature', `AWS4-HMAC-SHA256 Credential=${scope}`],
    ['an empty signature', `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=`],
    ['a signature without headers', `AWS4-HMAC-SHA256 Credential=${scope}, Signature=0`],
    ['a signature without a credential', 'AWS4-HMAC-SHA256 SignedHeaders=host, Signature=0'],
    ['a scheme alone', 'AWS4-HMAC-SHA256'],
    ['another signature version', authorization().replace('AWS4-HMAC-SHA256', 'AWS4-ECDSA-P256-SHA256')],
  ])('rejects %s with MissingAuthenticationTokenException', async (_, header) => {
    await using emulator = await startEmptyEmulator()
    const answer = await send(emulator, 'DescribeImages', '{}', { authorization: header })
    expect(answer).toMatchObject({ status: 400, type: 'MissingAuthenticationTokenException' })
    expect(emulator.calls.count()).toBe(0)
  })

  test('parses Authorization with parts in any order, with or without spaces', async () => {
    await using emulator = await startEmptyEmulator()
    const header = `AWS4-HMAC-SHA256  Signature=0,SignedHeaders=host;x-amz-date,Credential=${scope}`
    const answer = await send(emulator, 'DescribeImages', '{}', { authorization: header })
    expect(answer.status).toBe(200)
    expect(emulator.calls.all).toMatchObject([{ accountId: '123456789012', region: 'us-east-1' }])
  })

  test('rejects a credential of another service', async () => {
    await using emulator = await startEmptyEmulator()
    const header = authorization('123456789012', 'us-east-1', 's3')
    const answer = await send(emulator, 'DescribeImages', '{}', { authorization: header })
    expect(answer).toMatchObject({ status: 400, type: 'InvalidSignatureException' })
  })

  test.each([
    ['{', 'is not valid JSON'],
    ['[]', 'is not a JSON object'],
    ['null', 'is not a JSON object'],
    ['"text"', 'is not a JSON object'],
    [new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), 'is not valid JSON'],
  ])('rejects the body %j with SerializationException', async (body, message) => {
    await using emulator = await startEmptyEmulator()
    const answer = await send(emulator, 'DescribeImages', body)
    expect(answer).toMatchObject({ status: 400, type: 'SerializationException' })
    expect(answer.message).toContain(message)
  })

  test('rejects a body of more than a mebibyte', async () => {
    await using emulator = await startEmptyEmulator()
    const answer = await send(
      emulator,
      'DescribeImages',
      JSON.stringify({ Names: ['x'.repeat(1024 * 1024)] }),
    )
    expect(answer).toMatchObject({ status: 413, type: 'RequestEntityTooLargeException' })
  })

  test.each(['DropTables', 'toString', '__proto__', ''])(
    'rejects the unknown operation %j',
    async (operation) => {
      await using emulator = await startEmptyEmulator()
      const answer = await send(emulator, operation, '{}')
      expect(answer).toMatchObject({ status: 400, type: 'UnknownOperationException' })
    },
  )

  test('rejects an X-Amz-Target of another service', async () => {
    await using emulator = await startEmptyEmulator()
    const answer = await send(emulator, '', '{}', { 'x-amz-target': 'DynamoDB_20120810.ListTables' })
    expect(answer).toMatchObject({ status: 400, type: 'UnknownOperationException' })
  })

  test('gives every response its own request id', async () => {
    await using emulator = await startEmptyEmulator()
    const answers = await Promise.all([
      send(emulator, 'DescribeImages', '{}'),
      send(emulator, 'DescribeImages', '{'),
      send(emulator, 'DescribeImages', '{}', { authorization: '' }),
    ])
    const ids = answers.map(({ headers }) => headers.get('x-amzn-requestid'))
    expect(new Set(ids).size).toBe(3)
    expect(ids).not.toContain(null)
    expect(answers[0]?.headers.get('content-type')).toBe('application/x-amz-json-1.1')
  })

  test('answers any other path or method in plain text', async () => {
    await using emulator = await startEmptyEmulator()
    const get = await fetch(emulator.url)
    expect([get.status, await get.text()]).toEqual([200, expect.stringContaining('AppStream emulator')])
    const other = await fetch(`${emulator.url}/other`, { method: 'POST' })
    expect(other.status).toBe(404)
  })
})

describe('service model', () => {
  const models = Object.entries(serviceModel.operations)
  const required = models.flatMap(([operation, { input }]) => {
    const members = serviceModel.shapes[input ?? '']?.required ?? []
    return members.map((member) => [operation, member] as const)
  })

  test('has 89 operations, all implemented', () => {
    expect(models).toHaveLength(89)
    expect(Object.keys(operations).sort()).toEqual(models.map(([operation]) => operation).sort())
  })

  test('names a missing required member, for any operation', async () => {
    await using emulator = await startEmptyEmulator()
    for (const [operation, member] of required) {
      const { type, message } = await send(emulator, operation, '{}')
      const wireName = member.charAt(0).toLowerCase() + member.slice(1)
      expect({ operation, type }).toEqual({ operation, type: 'ValidationException' })
      expect(message).toContain(
        `Value null at '${wireName}' failed to satisfy constraint: Member must not be null`,
      )
    }
    expect(required.length).toBeGreaterThan(89)
  })
})
