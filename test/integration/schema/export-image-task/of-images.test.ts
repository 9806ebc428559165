import { describe, expect, test } from 'vitest'
import { callsOf } from '../fleet/support.ts'
import { SECOND, start } from './reading.ts'
import { putImage, putTask, taskId } from './support.ts'

describe('Image.exportTasks', () => {
  const query = (name: string) => `{ image(name: "${name}") { exportTasks { totalCount nodes { taskId } } } }`

  test('lists exports per image, latest first, with one call for all images', async () => {
    await using gateway = await start()
    putImage(gateway.home, 'other')
    const answer = await gateway.read('{ images { nodes { name exportTasks { nodes { taskId } } } } }')
    expect(answer).toEqual({
      images: {
        nodes: [
          { name: 'golden', exportTasks: { nodes: [3, 2, 1].map((number) => ({ taskId: taskId(number) })) } },
          { name: 'other', exportTasks: { nodes: [] } },
        ],
      },
    })
    expect(callsOf(gateway)).toMatchObject({ ListExportImageTasks: 1 })
  })

  test('is empty and calls nothing for images of others', async () => {
    await using gateway = await start()
    const { home, emulator } = gateway
    home.putImage({ Name: 'public', Visibility: 'PUBLIC' })
    const theirs = emulator.region('us-east-1', SECOND)
    theirs.putImage({ Name: 'lent' })
    theirs.shareImage('lent', '123456789012', { allowFleet: true })
    putTask(theirs, 7, { image: 'lent' })
    for (const name of ['public', 'lent']) {
      expect(await gateway.read(query(name))).toEqual({
        image: { exportTasks: { totalCount: 0, nodes: [] } },
      })
    }
    expect(emulator.calls.count('ListExportImageTasks')).toBe(0)
  })

  test('excludes exports of a deleted image with the same name', async () => {
    await using gateway = await start()
    gateway.home.putImage({ Name: 'golden', CreatedTime: new Date(Date.UTC(2026, 0, 1) + 2_500) })
    expect(await gateway.read(query('golden'))).toEqual({
      image: { exportTasks: { totalCount: 1, nodes: [{ taskId: taskId(3) }] } },
    })
    const { page } = await gateway.read<Record<string, object>, never>(
      '{ page: appStreamExportImageTasks { nodes { image { name } } } }',
    )
    expect(page).toEqual({ nodes: [{ image: { name: 'golden' } }, { image: null }, { image: null }] })
  })

  test('nulls only the exports, with an error, if AWS fails', async () => {
    await using gateway = await start()
    gateway.emulator.faults.add({
      operation: 'ListExportImageTasks',
      error: { type: 'AccessDeniedException' },
    })
    const { data, errors } = await gateway.query(query('golden'))
    expect(data).toEqual({ image: { exportTasks: null } })
    expect(errors).toMatchObject([
      { path: ['image', 'exportTasks'], extensions: { code: 'UPSTREAM_ACCESS_DENIED' } },
    ])
  })
})
