import type { Application } from '../../appstream/model.ts'
import { defineKind, type ItemOfKind } from '../../inventory/kind.ts'

/** Applications of Elastic fleets; they have no state. Those of images are parts of their images. */
export const elasticApplicationKind = defineKind({
  name: 'AppStreamElasticApplication',
  plural: 'elasticApplications',
  arnType: 'application',
  list: { operation: 'DescribeApplications', member: 'Applications', structure: 'Application' },
  signatureOf: (_aws: Application) => undefined,
})

/** An application of Elastic fleets in the inventory. */
export type ElasticApplication = ItemOfKind<typeof elasticApplicationKind>
