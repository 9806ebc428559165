import { parseArn } from '../../appstream/arn.ts'
import type { Target } from '../../appstream/target.ts'
import { ownArn } from '../../inventory/resources.ts'
import { type Fleet, fleetKind, isElastic } from '../fleet/kind.ts'
import type { Association } from '../kit/pair-loader.ts'
import { type ElasticApplication, elasticApplicationKind } from './kind.ts'

/** Association of applications (left) and Elastic fleets (right). */
export const applicationFleets: Association<ElasticApplication, Fleet> = {
  name: 'applications/fleets',
  operations: {
    left: 'DescribeApplicationFleetAssociations',
    right: 'DescribeApplicationFleetAssociations',
  },
  kinds: { left: elasticApplicationKind, right: fleetKind },
  canPair: { right: isElastic },
  // AWS accepts exactly one of the two parameters.
  partners: {
    async left(target, name, call) {
      // A listing has revealed the account of the target.
      const ApplicationArn = ownArn(target, 'application', name) ?? ''
      const found = await associations(target, { ApplicationArn }, call)
      return found.flatMap(({ FleetName }) => FleetName ?? [])
    },
    async right(target, FleetName, call) {
      const found = await associations(target, { FleetName }, call)
      return found.flatMap(({ ApplicationArn = '' }) => parseArn(ApplicationArn)?.name ?? [])
    },
  },
}

const associations = (
  { reader }: Target,
  input: { readonly FleetName: string } | { readonly ApplicationArn: string },
  call: Parameters<typeof reader.list>[3],
) => reader.list('DescribeApplicationFleetAssociations', 'ApplicationFleetAssociations', input, call)
