import { directoryConfigs } from '../directory-config/type.ts'
import { images } from '../image/type.ts'
import { imageBuilderIndexes } from '../image-builder/kind.ts'
import { imageBuilders } from '../image-builder/type.ts'
import { associatedPage, relatedPage } from '../kit/relations.ts'
import { associatedUsers, referring, usedBy } from '../kit/usage.ts'
import { stackFleets } from '../stack/association.ts'
import { stacks } from '../stack/type.ts'
import { fleetIndexes } from './kind.ts'
import { fleets } from './type.ts'

relatedPage(images.ref, 'fleets', {
  to: fleets,
  index: fleetIndexes.imageArn,
  keyOf: ({ arn }) => arn,
  description: 'The fleets whose image this is, in every target of its region; by name.',
})

relatedPage(directoryConfigs.ref, 'fleets', {
  to: fleets,
  index: fleetIndexes.directoryName,
  keyOf: ({ name }) => name.toLowerCase(),
  targets: ({ target }) => [target],
  description: 'The fleets that join this domain; by name.',
})

relatedPage(directoryConfigs.ref, 'imageBuilders', {
  to: imageBuilders,
  index: imageBuilderIndexes.directoryName,
  keyOf: ({ name }) => name.toLowerCase(),
  targets: ({ target }) => [target],
  description: 'The image builders that join this domain; by name.',
})

associatedPage(fleets.ref, 'stacks', {
  association: stackFleets,
  side: 'right',
  to: stacks,
  description:
    'The stacks that users stream from it through; by name. Costs one call to AWS for each fleet, or for each stack if these are fewer.',
})

associatedPage(stacks.ref, 'fleets', {
  association: stackFleets,
  side: 'left',
  to: fleets,
  description:
    'The fleets that its users stream from; by name. AWS allows one today. Costs one call to AWS for each stack, or for each fleet if these are fewer.',
})

usedBy('image', referring(fleets, fleetIndexes.imageArn))
usedBy('fleet', associatedUsers(stacks, stackFleets, 'right'))
usedBy('stack', associatedUsers(fleets, stackFleets, 'left'))
