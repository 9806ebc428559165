import { expect, test } from 'vitest'
import type { Kind } from '../../../../src/inventory/kind.ts'
import type { AnyResource } from '../../../../src/inventory/resources.ts'
import { appBlockKind } from '../../../../src/schema/app-block/kind.ts'
import { appBlocks } from '../../../../src/schema/app-block/type.ts'
import { appBlockBuilderKind } from '../../../../src/schema/app-block-builder/kind.ts'
import { appBlockBuilders } from '../../../../src/schema/app-block-builder/type.ts'
import { exportImageTasks } from '../../../../src/schema/export-image-task/type.ts'
import { fleetKind } from '../../../../src/schema/fleet/kind.ts'
import { fleets } from '../../../../src/schema/fleet/type.ts'
import { images } from '../../../../src/schema/image/type.ts'
import { imageBuilders } from '../../../../src/schema/image-builder/type.ts'
import { itemFilterOf } from '../../../../src/schema/subscription/item-filter.ts'
import { createHeldTarget } from '../../../support/inventory.ts'

const keyOf = (input: object | null) => itemFilterOf(imageBuilders.filter, input)?.key

test('equal inputs share a key, whatever their order', () => {
  const after = (time: string) => ({ createdAfter: new Date(time) })
  expect(keyOf({ states: ['RUNNING', 'STOPPED'], names: ['a'] })).toBe(
    keyOf({ names: ['a', 'a'], states: ['STOPPED', 'RUNNING'], platforms: null }),
  )
  expect(keyOf(after('2026-01-01T00:00:00Z'))).toBe(keyOf(after('2026-01-01T01:00:00+01:00')))
})

test('different inputs have different keys', () => {
  const inputs = [
    { names: ['a'] },
    { names: ['a', 'b'] },
    { names: [] },
    { namePrefix: 'a' },
    { nameContains: 'a' },
    { createdAfter: new Date(1) },
    { createdBefore: new Date(1) },
  ]
  expect(new Set(inputs.map(keyOf)).size).toBe(inputs.length)
})

test.each([[null], [{}], [{ names: null, states: null }]])('the input %j filters nothing', (input) => {
  expect(itemFilterOf(imageBuilders.filter, input)).toBeUndefined()
})

test('only filters by associations are missing in subscriptions', () => {
  const watched = [imageBuilders, images, fleets, appBlocks, appBlockBuilders, exportImageTasks]
  const missing = watched.flatMap(({ kind, filter: { members } }) =>
    Object.entries(members).flatMap(([name, { watch }]) =>
      watch === undefined ? [`${kind.name}.${name}`] : [],
    ),
  )
  expect(missing).toEqual(['AppStreamFleet.stackArn'])
})

const errors = [{ ErrorCode: 'INTERNAL_SERVICE_ERROR' }]
const { target } = createHeldTarget()

/** Returns a function that tests whether a kind logs the change between two descriptions. */
function logsOf<Item extends AnyResource>(kind: Kind<Item>) {
  const itemOf = (aws: object) => kind.fromResponse(target, { State: 'STOPPED', ...aws })
  return (before: object, after: object) => kind.isChanged(itemOf(before), itemOf(after))
}

test.each([
  ['the image of a fleet', logsOf(fleetKind), { ImageArn: 'a' }, { ImageArn: 'b' }],
  ['the instance type of a fleet', logsOf(fleetKind), { InstanceType: 'a' }, { InstanceType: 'b' }],
  ['the platform of a fleet', logsOf(fleetKind), { Platform: 'a' }, { Platform: 'b' }],
  ['the domain of a fleet', logsOf(fleetKind), {}, { DomainJoinInfo: { DirectoryName: 'a' } }],
  ['the errors of a fleet', logsOf(fleetKind), {}, { FleetErrors: errors }],
  ['the errors of an app block', logsOf(appBlockKind), {}, { AppBlockErrors: errors }],
  ['the errors of an app block builder', logsOf(appBlockBuilderKind), {}, { AppBlockBuilderErrors: errors }],
])('logs a change of %s, which a filter reads', (_what, logs, before, after) => {
  expect(logs(before, after)).toBe(true)
  expect(logs(before, { ...before, Description: 'other' })).toBe(false)
})
