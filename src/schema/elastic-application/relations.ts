import { ownCall } from '../builder.ts'
import { fleets } from '../fleet/type.ts'
import { associatedPage } from '../kit/relations.ts'
import { applicationFleets } from './association.ts'
import { elasticApplications } from './type.ts'

associatedPage(fleets.ref, 'applications', {
  association: applicationFleets,
  side: 'right',
  to: elasticApplications,
  cost: ownCall,
  description:
    'Applications associated with an Elastic fleet, sorted by name. Costs one AWS call per Elastic fleet, or per application if there are fewer applications. On other fleets empty, without a call.',
})

associatedPage(elasticApplications.ref, 'fleets', {
  association: applicationFleets,
  side: 'left',
  to: fleets,
  description:
    'Elastic fleets associated with the application, sorted by name. Costs one AWS call per application, or per Elastic fleet if there are fewer Elastic fleets.',
})
