import { describe, expect, test } from 'vitest'
import { type MutationName, startWorkshop, warm } from './support.ts'
import { everywhere, viewsOf } from './views.ts'

/** Mutations that AWS rejects because the gateway's fresh snapshot shows another state. */
const REFUSED: readonly {
  readonly name: MutationName
  readonly builder: string
  readonly state: string
}[] = [
  { name: 'startImageBuilder', builder: 'parked', state: 'RUNNING' },
  { name: 'stopImageBuilder', builder: 'desk', state: 'STOPPED' },
  { name: 'deleteImageBuilder', builder: 'desk', state: 'PENDING' },
]

describe('snapshot after a rejection', () => {
  test.each(REFUSED)('is read again after $name', async ({ name, builder, state }) => {
    await using workshop = await startWorkshop()
    await warm(workshop)
    workshop.emulator.force({ region: 'us-east-1', imageBuilder: builder, state })
    const result = await workshop.mutate(name, { name: builder })
    expect(result.__typename).toMatch(/^AppStream(OperationNotPermitted|ResourceNotAvailable)Error$/)
    expect((await viewsOf(workshop, { builder }, { states: [state] })).builder).toEqual(everywhere(state))
    // The mutation and one listing.
    expect(workshop.emulator.calls.count()).toBe(2)
  })

  test('is read again after deleteImage', async () => {
    await using workshop = await startWorkshop()
    await warm(workshop)
    workshop.emulator.force({ region: 'us-east-1', image: 'golden', state: 'PENDING' })
    expect((await workshop.mutate('deleteImage')).__typename).toBe('AppStreamOperationNotPermittedError')
    const { image } = await viewsOf(workshop, { image: 'golden' }, { states: ['PENDING'] })
    expect(image).toEqual(everywhere('PENDING'))
  })

  test('omits a resource that was deleted elsewhere', async () => {
    await using workshop = await startWorkshop()
    await warm(workshop)
    workshop.home.deleteImageBuilder('desk')
    expect((await workshop.mutate('stopImageBuilder')).__typename).toBe('AppStreamResourceNotFoundError')
    const { builder } = await viewsOf(workshop, { builder: 'desk' }, { states: ['RUNNING'] })
    expect(builder).toEqual([null, null, null, null])
  })
})

test.each(['ThrottlingException', 'AccessDeniedException'])(
  'keeps serving after a rejection with %s',
  async (type) => {
    await using workshop = await startWorkshop({ env: { UPSTREAM_MAX_ATTEMPTS: '1' } })
    await warm(workshop)
    workshop.emulator.faults.add({ operation: 'StopImageBuilder', error: { type } })
    await workshop.mutate('stopImageBuilder')
    const { builder } = await viewsOf(workshop, { builder: 'desk' }, { states: ['RUNNING'] })
    expect(builder).toEqual(everywhere('RUNNING'))
    expect(workshop.emulator.calls.count()).toBe(1)
  },
)
