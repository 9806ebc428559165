import { appBlockKind } from '../app-block/kind.ts'
import { appBlocks } from '../app-block/type.ts'
import { builder, ownCall } from '../builder.ts'
import { fleets } from '../fleet/type.ts'
import { associatedPage } from '../kit/relations.ts'
import { associatedUsers, usedBy } from '../kit/usage.ts'
import { applicationFleets } from './association.ts'
import { elasticApplications } from './type.ts'

associatedPage(fleets.ref, 'applications', {
  association: applicationFleets,
  side: 'right',
  to: elasticApplications,
  cost: ownCall,
  description:
    'Applications associated with an Elastic fleet, sorted by name. Empty on other fleets. Costs one AWS call per Elastic fleet, or per application if there are fewer applications; none on other fleets.',
})

associatedPage(elasticApplications.ref, 'fleets', {
  association: applicationFleets,
  side: 'left',
  to: fleets,
  description:
    'Elastic fleets associated with the application, sorted by name. Costs one AWS call per application, or per Elastic fleet if there are fewer Elastic fleets.',
})

builder.objectField(elasticApplications.ref, 'appBlock', (t) =>
  t.field({
    type: appBlocks.ref,
    nullable: true,
    description:
      'App block that holds the files of the application, found by `appBlockArn`. Null if it no longer exists.',
    resolve: ({ aws }, _args, { loaders }) =>
      aws.AppBlockArn === undefined ? null : loaders.kinds.byArn(appBlockKind, aws.AppBlockArn),
  }),
)

usedBy('application', associatedUsers(fleets, applicationFleets, 'left'))
