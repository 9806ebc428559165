import { describe, expect, test } from 'vitest'
import type { TestGateway } from '../../../support/gateway.ts'
import { callsOf } from '../fleet/support.ts'
import { list, SECOND, start, type Task, TWO_ACCOUNTS } from './reading.ts'
import { taskId } from './support.ts'

describe('one task', () => {
  const query = (number: number) =>
    `{ task: appStreamExportImageTask(taskId: "${taskId(number)}") { amiName } }`

  test('is read with one call, and not again while fresh', async () => {
    await using gateway = await start()
    expect(await gateway.read(query(2))).toEqual({ task: { amiName: 'ami-of-2' } })
    expect(await gateway.read(query(2))).toEqual({ task: { amiName: 'ami-of-2' } })
    expect(await gateway.read(query(9))).toEqual({ task: null })
    expect(callsOf(gateway)).toEqual({ GetExportImageTask: 2 })
  })

  test('is read from a fresh list without a call', async () => {
    await using gateway = await start()
    await list(gateway)
    expect(await gateway.read(query(2))).toEqual({ task: { amiName: 'ami-of-2' } })
    expect(callsOf(gateway)).toEqual({ ListExportImageTasks: 1 })
  })

  test('is read again with no-cache', async () => {
    await using gateway = await start()
    await list(gateway)
    gateway.home.exportImageTasks.change(taskId(2), { AmiName: 'renamed' })
    const headers = { 'cache-control': 'no-cache' }
    expect(await gateway.read(query(2), { headers })).toEqual({ task: { amiName: 'renamed' } })
    expect(callsOf(gateway)).toEqual({ GetExportImageTask: 1, ListExportImageTasks: 1 })
    // The list has the later observation, too.
    expect(await list(gateway, '(filter: { amiNamePrefix: "renamed" })')).toEqual([taskId(2)])
  })

  test('comes from an earlier list if AWS fails', async () => {
    await using gateway = await start({ env: { MAX_STALENESS_MS: '0' } })
    await list(gateway)
    gateway.emulator.faults.add({ error: { type: 'AccessDeniedException' } })
    expect(await gateway.read(query(2))).toEqual({ task: { amiName: 'ami-of-2' } })
  })

  test('fails with the code of the error of AWS', async () => {
    await using gateway = await start()
    gateway.emulator.faults.add({ operation: 'GetExportImageTask', error: { type: 'AccessDeniedException' } })
    const { errors } = await gateway.query(query(2))
    expect(errors).toMatchObject([{ path: ['task'], extensions: { code: 'UPSTREAM_ACCESS_DENIED' } }])
  })

  test('fails if the response of AWS contains no task', async () => {
    await using gateway = await start()
    gateway.emulator.faults.add({ operation: 'GetExportImageTask', raw: { status: 200, body: '{}' } })
    const { errors } = await gateway.query(query(2))
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_UNREADABLE' } }])
  })

  test.each(['', 'x', taskId(1).replaceAll('0', 'A')])('rejects the id %j without a call', async (id) => {
    await using gateway = await start()
    const { errors } = await gateway.query(`{ appStreamExportImageTask(taskId: "${id}") { amiName } }`)
    expect(errors).toMatchObject([
      { message: expect.stringContaining('`taskId`'), extensions: { code: 'BAD_USER_INPUT' } },
    ])
    expect(gateway.emulator.calls.all).toEqual([])
  })

  test('requires a target if several are configured', async () => {
    await using gateway = await start({ env: TWO_ACCOUNTS })
    const { errors } = await gateway.query(query(1))
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
  })
})

describe('nodes and entities', () => {
  async function idsOf(gateway: TestGateway): Promise<readonly string[]> {
    const { page } = await gateway.read<{ page: { nodes: readonly Task[] } }, never>(
      '{ page: appStreamExportImageTasks { nodes { id } } }',
      { headers: { 'cache-control': 'no-cache' } },
    )
    gateway.emulator.calls.clear()
    return page.nodes.map(({ id }) => id)
  }

  const noCache = { headers: { 'cache-control': 'no-cache' } }

  test('read one task with one call, and several with one list', async () => {
    await using gateway = await start()
    const ids = await idsOf(gateway)
    const one = `{ node(id: "${ids[0]}") { ... on AppStreamExportImageTask { taskId } } }`
    expect(await gateway.read(one, noCache)).toEqual({ node: { taskId: taskId(3) } })
    expect(callsOf(gateway)).toEqual({ GetExportImageTask: 1 })
    const entities = ids.map((id) => `{ __typename: "AppStreamExportImageTask", id: "${id}" }`)
    expect(
      await gateway.read(
        `{ _entities(representations: [${entities}]) { ... on AppStreamExportImageTask { taskId } } }`,
        noCache,
      ),
    ).toEqual({ _entities: [3, 2, 1].map((number) => ({ taskId: taskId(number) })) })
    expect(callsOf(gateway)).toEqual({ GetExportImageTask: 1, ListExportImageTasks: 1 })
  })

  test('are null for a task of another target; reject a malformed id', async () => {
    await using gateway = await start()
    const idOf = (parts: readonly string[]) =>
      Buffer.from(`AppStreamExportImageTask:${JSON.stringify(parts)}`).toString('base64')
    const node = (parts: readonly string[]) => gateway.query(`{ node(id: "${idOf(parts)}") { id } }`)
    expect((await node(['us-east-1', SECOND, taskId(1)])).data).toEqual({ node: null })
    const { errors } = await node(['us-east-1', '123456789012', 'no-uuid'])
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
    expect(gateway.emulator.calls.all).toEqual([])
  })
})
