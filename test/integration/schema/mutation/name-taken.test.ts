import { expect, test } from 'vitest'
import { imageArn } from '../../../support/gateway.ts'
import { MUTATIONS, startWorkshop } from './support.ts'

const { operation, input } = MUTATIONS.createImageBuilder

/** Images that are equal or different, named in both ways. */
const IMAGES = [
  { first: { imageName: 'lent' }, second: { imageName: 'golden' }, outcome: 'AppStreamOutcomeUnknownError' },
  {
    first: { imageName: 'lent' },
    second: { imageName: undefined, imageArn: imageArn('golden') },
    outcome: 'AppStreamOutcomeUnknownError',
  },
  {
    first: { imageName: undefined, imageArn: imageArn('golden') },
    second: { imageName: 'golden' },
    outcome: 'CreateImageBuilderPayload',
  },
]

test.each(IMAGES)('returns $outcome for $second if $first exists', async ({ first, second, outcome }) => {
  await using workshop = await startWorkshop()
  // The second breaks before it runs; when it is reconciled, the first one's builder exists.
  const taken = Promise.withResolvers<void>()
  workshop.emulator.faults.add({ operation, times: 1, until: taken.promise, reset: 'before' })
  const broken = workshop.mutate('createImageBuilder', { ...input, ...second })
  await workshop.emulator.calls.waitFor(1, operation)
  const made = await workshop.mutate('createImageBuilder', { ...input, ...first })
  expect(made.__typename).toBe('CreateImageBuilderPayload')
  taken.resolve()
  expect((await broken).__typename).toBe(outcome)
  expect(workshop.emulator.calls.count(operation)).toBe(2)
})

test.each(['copyImage', 'createUpdatedImage'] as const)(
  '%s does not claim an image that another caller created',
  async (name) => {
    await using workshop = await startWorkshop()
    workshop.home.putImage({ Name: 'other', Platform: 'WINDOWS_SERVER_2019' })
    await workshop.read('{ images { nodes { name } } }')
    const { operation, input } = MUTATIONS[name]
    const source = name === 'copyImage' ? 'sourceImageName' : 'existingImageName'
    const taken = Promise.withResolvers<void>()
    workshop.emulator.faults.add({ operation, times: 1, until: taken.promise, reset: 'before' })
    const broken = workshop.mutate(name, { ...input, [source]: 'other' })
    await workshop.emulator.calls.waitFor(1, operation)
    expect((await workshop.mutate(name, input)).__typename).toMatch(/Payload$/)
    taken.resolve()
    expect((await broken).__typename).toBe('AppStreamOutcomeUnknownError')
  },
)
