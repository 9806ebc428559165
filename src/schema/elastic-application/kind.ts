import type { Application } from '../../appstream/model/model.ts'
import type { IndexFunction } from '../../inventory/collection/item-set.ts'
import { defineKind, type ItemOfKind } from '../../inventory/kind.ts'

/** Applications of Elastic fleets, without state. Applications of images are part of the image. */
export const elasticApplicationKind = defineKind({
  name: 'AppStreamElasticApplication',
  plural: 'elasticApplications',
  arnType: 'application',
  list: { operation: 'DescribeApplications', member: 'Applications', structure: 'Application' },
  signatureOf: (_aws: Application) => undefined,
})

/** Application of Elastic fleets in the inventory. */
export type ElasticApplication = ItemOfKind<typeof elasticApplicationKind>

/** Indexes of collections of applications. */
export const elasticApplicationIndexes = {
  appBlockArn: ({ aws }) => aws.AppBlockArn,
} as const satisfies Readonly<Record<string, IndexFunction<ElasticApplication>>>
