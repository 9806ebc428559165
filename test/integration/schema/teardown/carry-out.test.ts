import { AppStreamServiceException } from '@aws-sdk/client-appstream'
import { expect, test } from 'vitest'
import { manualClock } from '../../../../src/emulator/server.ts'
import { REGION } from '../../../support/gateway.ts'
import { clientOf, startEmptyEmulator } from '../../emulator/client.ts'
import { carryOut, ELASTIC, ESTATE, type Plan, planOf, putEstate, type Step, startEstate } from './support.ts'

async function planOfEstate(): Promise<Plan> {
  await using gateway = await startEstate()
  return await planOf(gateway, [...ELASTIC, ...ESTATE])
}

/** Carries out steps on a new estate. Returns the error of the first that fails, and the remaining resources. */
async function attempt(steps: readonly Step[]) {
  await using emulator = await startEmptyEmulator({
    clock: manualClock(),
    behaviour: { visibleAfterMs: 0 },
  })
  using client = clientOf(emulator)
  putEstate(emulator.region(REGION))
  const error: unknown = await carryOut(steps, client, emulator).catch((reason: unknown) => reason)
  const { fleets, stacks, images, imageBuilders, ...home } = emulator.region(REGION)
  const elastic = [home.appBlocks, home.appBlockBuilders, home.applications]
  const tables = [fleets, stacks, images, imageBuilders, ...elastic]
  const remaining = tables.flatMap((table) => [...table.keys()])
  return { error, remaining: remaining.sort() }
}

test('a teardown succeeds in the order of the plan', async () => {
  const { steps } = await planOfEstate()
  expect(await attempt(steps)).toEqual({ error: undefined, remaining: ['kept', 'other'] })
})

test('a teardown succeeds in any order that respects the dependencies', async () => {
  const { steps } = await planOfEstate()
  const done = new Set<number>()
  const order: Step[] = []
  // Always the last of the possible steps, which is far from the order of the plan.
  while (order.length < steps.length) {
    const next = steps.findLast(
      ({ index, dependsOn }) => !done.has(index) && dependsOn.every((earlier) => done.has(earlier)),
    )
    if (next === undefined) expect.fail('The steps depend on each other.')
    done.add(next.index)
    order.push(next)
  }
  expect(order).not.toEqual(steps)
  expect(await attempt(order)).toEqual({ error: undefined, remaining: ['kept', 'other'] })
})

test('a teardown fails if a step precedes one that it depends on', async () => {
  const { steps } = await planOfEstate()
  const moves = steps.flatMap((step) => step.dependsOn.map((earlier) => ({ step, earlier })))
  expect(moves.length).toBeGreaterThan(10)
  for (const { step, earlier } of moves) {
    const others = steps.filter((other) => other !== step)
    const moved = others.toSpliced(earlier, 0, step)
    expect(moved[earlier]).toBe(step)
    const { error } = await attempt(moved)
    expect(error, `${step.mutation} before ${steps[earlier]?.mutation}`).toBeInstanceOf(
      AppStreamServiceException,
    )
  }
})

test('a teardown fails without a step that others depend on', async () => {
  const { steps } = await planOfEstate()
  const needed = steps
    .filter(({ index }) => steps.some(({ dependsOn }) => dependsOn.includes(index)))
    // The emulator ends these associations with their fleet; the behaviour of AWS is not documented.
    .filter(({ mutation }) => mutation !== 'disassociateAppStreamApplicationFleet')
  for (const step of needed) {
    const { error } = await attempt(steps.filter((other) => other !== step))
    expect(error, step.mutation).toBeInstanceOf(AppStreamServiceException)
  }
})
