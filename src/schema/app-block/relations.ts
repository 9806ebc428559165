import { builderAppBlocks } from '../app-block-builder/association.ts'
import { appBlockBuilders } from '../app-block-builder/type.ts'
import { elasticApplicationIndexes } from '../elastic-application/kind.ts'
import { elasticApplications } from '../elastic-application/type.ts'
import { associatedPage, relatedPage } from '../kit/relations.ts'
import { associatedUsers, referring, usedBy } from '../kit/usage.ts'
import { appBlocks } from './type.ts'

relatedPage(appBlocks.ref, 'applications', {
  to: elasticApplications,
  index: elasticApplicationIndexes.appBlockArn,
  keyOf: ({ arn }) => arn,
  targets: ({ target }) => [target],
  description: 'Applications that use this app block, sorted by name.',
})

associatedPage(appBlocks.ref, 'appBlockBuilders', {
  association: builderAppBlocks,
  side: 'right',
  to: appBlockBuilders,
  description:
    'App block builders associated with the app block, sorted by name. Costs one AWS call for all app blocks; if AWS rejects that, one per app block, or per app block builder if there are fewer of these.',
})

associatedPage(appBlockBuilders.ref, 'appBlocks', {
  association: builderAppBlocks,
  side: 'left',
  to: appBlocks,
  description:
    'App blocks associated with the app block builder, sorted by name. Costs one AWS call for all app block builders; if AWS rejects that, one per app block builder, or per app block if there are fewer of these.',
})

const usesAppBlock = referring(elasticApplications, elasticApplicationIndexes.appBlockArn, {
  targetsOf: ({ target }) => [target],
})
usedBy('app-block', usesAppBlock)
usedBy('app-block', associatedUsers(appBlockBuilders, builderAppBlocks, 'right'))
usedBy('app-block-builder', associatedUsers(appBlocks, builderAppBlocks, 'left'))
