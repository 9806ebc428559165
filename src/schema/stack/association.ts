import { fleetKind } from '../fleet/kind.ts'
import type { Association } from '../kit/pair-loader.ts'
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
