import { describe, expect, test } from 'vitest'
import { type MutationName, startWorkshop, warm } from './support.ts'
import { everywhere, viewsOf } from './views.ts'

/** Mutations that AWS refuses because the resource is in another state than the gateway's fresh snapshot says. */
const REFUSED: readonly {
  readonly name: MutationName
  readonly builder: string
  readonly state: string
}[] = [
  { name: 'startImageBuilder', builder: 'parked', state: 'RUNNING' },
  { name: 'stopImageBuilder', builder: 'desk', state: 'STOPPED' },
  { name: 'deleteImageBuilder', builder: 'desk', state: 'PENDING' },
]

describe('a refusal shows that the snapshot is no longer true, however fresh', () => {
  test.each(REFUSED)('$name: the next read is of AWS', async ({ name, builder, state }) => {
    await using workshop = await startWorkshop()
    await warm(workshop)
    workshop.emulator.force({ region: 'us-east-1', imageBuilder: builder, state })
    const result = await workshop.mutate(name, { name: builder })
    expect(result.__typename).toMatch(/^AppStream(OperationNotPermitted|ResourceNotAvailable)Error$/)
    expect((await viewsOf(workshop, { builder }, { states: [state] })).builder).toEqual(everywhere(state))
    // The mutation and one listing.
    expect(workshop.emulator.calls.count()).toBe(2)
  })

  test('deleteImage: the next read is of AWS', async () => {
    await using workshop = await startWorkshop()
    await warm(workshop)
    workshop.emulator.force({ region: 'us-east-1', image: 'golden', state: 'PENDING' })
    expect((await workshop.mutate('deleteImage')).__typename).toBe('AppStreamOperationNotPermittedError')
    const { image } = await viewsOf(workshop, { image: 'golden' }, { states: ['PENDING'] })
    expect(image).toEqual(everywhere('PENDING'))
  })

  test('what somebody else has deleted is gone in the next read', async () => {
    await using workshop = await startWorkshop()
    await warm(workshop)
    workshop.home.deleteImageBuilder('desk')
    expect((await workshop.mutate('stopImageBuilder')).__typename).toBe('AppStreamResourceNotFoundError')
    const { builder } = await viewsOf(workshop, { builder: 'desk' }, { states: ['RUNNING'] })
    expect(builder).toEqual([null, null, null, null])
  })
})

test.each(['ThrottlingException', 'AccessDeniedException'])(
  'what AWS turned away with %s says nothing of the resource: a fresh snapshot still serves',
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
