import { expect, test } from 'vitest'
import { fleetKind } from '../../../src/schema/fleet/kind.ts'
import { createApiSchema, createKnownSizes } from '../../../src/schema/index.ts'
import { sizeRegistry } from '../../../src/schema/kit/sizes.ts'
import { stackKind } from '../../../src/schema/stack/kind.ts'
import { startUpstream } from '../appstream/support.ts'

test('learns sizes of fleets and stacks from their listings', async () => {
  await using upstream = await startUpstream()
  const { home, inventory } = upstream
  const ImageArn = `arn:aws:appstream:${home.region}:${home.accountId}:image/base`
  for (let index = 0; index < 7; index++) {
    home.putFleet({
      Name: `fleet-${index}`,
      ...(index < 3 && { ImageArn }),
      ...(index === 5 && { UsbDeviceFilterStrings: ['a', 'b'] }),
    })
  }
  for (let index = 0; index < 4; index++) home.putStack({ Name: `stack-${index}` })
  const sizes = createKnownSizes(inventory)
  expect(sizes.longest('Query.appStreamFleets')).toBeUndefined()
  expect(sizes.longest('Image.fleets')).toBe(20)
  expect(sizes.longest('AppStreamStack.fleets')).toBe(20)

  for (const target of inventory.targets) {
    await inventory.of(target).kinds.of(fleetKind).collection.read({})
    await inventory.of(target).kinds.of(stackKind).collection.read({})
  }
  expect(sizes.longest('Query.appStreamFleets')).toBe(7)
  expect(sizes.longest('Subscription.appStreamFleetStateChanged')).toBe(7)
  expect(sizes.longest('Image.fleets')).toBe(3)
  expect(sizes.longest('AppStreamStack.fleets')).toBe(7)
  expect(sizes.longest('AppStreamFleet.stacks')).toBe(4)
  expect(sizes.longest('AppStreamFleet.usbDeviceFilterStrings')).toBe(2)
  expect(sizes.longest('AppStreamFleet.fleetErrors')).toBe(0)
  // The capacity bounds the sessions.
  expect(sizes.longest('Query.appStreamSessions')).toBe(7)
  expect(sizes.longest('AppStreamFleet.sessions')).toBe(1)
})

test('defines a size for every list query and every subscription', () => {
  const schema = createApiSchema()
  const fields = [schema.getQueryType(), schema.getSubscriptionType()].flatMap((type) =>
    Object.values(type?.getFields() ?? {}).map((field) => ({
      coordinate: `${type?.name}.${field.name}`,
      field,
    })),
  )
  const lists = fields.filter(
    ({ coordinate, field }) =>
      coordinate.startsWith('Subscription') || `${field.type}`.endsWith('Connection'),
  )
  expect(lists.length).toBeGreaterThan(7)
  expect(
    lists.map(({ coordinate }) => coordinate).filter((name) => sizeRegistry.get(name) === undefined),
  ).toEqual([])
})
