import { type Fleet, fleetKind } from '../fleet/kind.ts'
import type { KindLoaders, NameKey } from '../kit/loaders.ts'
import type { Association, PairLoader } from '../kit/pair-loader.ts'
import { stackKind } from './kind.ts'

/** Association of stacks (left) with the fleets from which they stream (right). */
export const stackFleets: Association = {
  name: 'stacks/fleets',
  operations: { left: 'ListAssociatedFleets', right: 'ListAssociatedStacks' },
  kinds: { left: stackKind, right: fleetKind },
  partners: {
    left: ({ reader }, StackName, call) => reader.list('ListAssociatedFleets', 'Names', { StackName }, call),
    right: ({ reader }, FleetName, call) => reader.list('ListAssociatedStacks', 'Names', { FleetName }, call),
  },
}

/** Loads the fleets of a stack, by name; without those that were deleted meanwhile. */
export async function fleetsOfStack(
  { kinds, pairs }: { readonly kinds: KindLoaders; readonly pairs: PairLoader },
  { target, name }: NameKey,
): Promise<readonly Fleet[]> {
  const { names } = await pairs.partnersOf(stackFleets, 'left', { target, name })
  const found = await Promise.all(
    [...names.keys()].sort().map((fleet) => kinds.byName(fleetKind, { target, name: fleet })),
  )
  return found.filter((fleet) => fleet !== null)
}
