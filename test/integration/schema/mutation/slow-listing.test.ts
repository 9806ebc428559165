import { expect, test } from 'vitest'
import { imageBuilderArn } from '../../../support/gateway.ts'
import { startWorkshop, warm } from './support.ts'
import { everywhere, viewsOf } from './views.ts'

const LISTING = '{ imageBuilders { nodes { name state } } }'

test.each([
  ['an older state', { State: 'PENDING' }],
  ['no state', {}],
])('does not undo a write with a listing of %s', async (_what, described) => {
  await using workshop = await startWorkshop()
  await warm(workshop)
  const { emulator, clock } = workshop
  const written = Promise.withResolvers<void>()
  const desk = { Name: 'desk', Arn: imageBuilderArn('desk'), ...described }
  emulator.faults.add({
    operation: 'DescribeImageBuilders',
    times: 1,
    until: written.promise,
    raw: { status: 200, body: JSON.stringify({ ImageBuilders: [desk] }) },
  })
  clock.advance(6_000)
  const listing = workshop.read(LISTING)
  await emulator.calls.waitFor(1, 'DescribeImageBuilders')
  await workshop.mutate('stopImageBuilder')
  written.resolve()
  expect(await listing).toMatchObject({ imageBuilders: { nodes: [{ name: 'desk', state: 'STOPPING' }] } })
  const { builder } = await viewsOf(workshop, { builder: 'desk' }, { states: ['STOPPING'] })
  expect(builder).toEqual(everywhere('STOPPING'))
  expect(emulator.calls.count('DescribeImageBuilders')).toBe(1)
})

test('does not hide a created builder with an earlier listing', async () => {
  await using workshop = await startWorkshop()
  await warm(workshop)
  const { emulator, clock } = workshop
  const written = Promise.withResolvers<void>()
  emulator.faults.add({
    operation: 'DescribeImageBuilders',
    times: 1,
    until: written.promise,
    raw: { status: 200, body: JSON.stringify({ ImageBuilders: [] }) },
  })
  clock.advance(6_000)
  const listing = workshop.read(LISTING)
  await emulator.calls.waitFor(1, 'DescribeImageBuilders')
  await workshop.mutate('createImageBuilder')
  written.resolve()
  expect(await listing).toMatchObject({ imageBuilders: { nodes: [{ name: 'fresh', state: 'PENDING' }] } })
  const { builder } = await viewsOf(workshop, { builder: 'fresh' }, { states: ['PENDING'] })
  expect(builder).toEqual(everywhere('PENDING'))
})
