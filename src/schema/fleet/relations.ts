import type { Target } from '../../appstream/target.ts'
import { directoryConfigIndexes } from '../directory-config/kind.ts'
import { directoryConfigs } from '../directory-config/type.ts'
import { images } from '../image/type.ts'
import { imageBuilderIndexes } from '../image-builder/kind.ts'
import { imageBuilders } from '../image-builder/type.ts'
import { associatedPage, relatedOne, relatedPage } from '../kit/relations.ts'
import { associatedUsers, referring, usedBy } from '../kit/usage.ts'
import { stackFleets } from '../stack/association.ts'
import { stacks } from '../stack/type.ts'
import { fleetIndexes } from './kind.ts'
import { fleets } from './type.ts'

relatedPage(images.ref, 'fleets', {
  to: fleets,
  index: fleetIndexes.imageArn,
  keyOf: ({ arn }) => arn,
  description: 'Fleets that use this image, in all targets of its region, sorted by name.',
})

relatedPage(directoryConfigs.ref, 'fleets', {
  to: fleets,
  index: fleetIndexes.directoryName,
  keyOf: ({ name }) => name.toLowerCase(),
  targets: ({ target }) => [target],
  description: 'Fleets that join this domain, sorted by name.',
})

relatedPage(directoryConfigs.ref, 'imageBuilders', {
  to: imageBuilders,
  index: imageBuilderIndexes.directoryName,
  keyOf: ({ name }) => name.toLowerCase(),
  targets: ({ target }) => [target],
  description: 'Image builders that join this domain, sorted by name.',
})

relatedOne(fleets.ref, 'directoryConfig', {
  to: directoryConfigs,
  index: directoryConfigIndexes.directoryName,
  keyOf: fleetIndexes.directoryName,
  description:
    'Directory config of the domain that instances join. Null if they join none, or if it no longer exists.',
})

relatedOne(imageBuilders.ref, 'directoryConfig', {
  to: directoryConfigs,
  index: directoryConfigIndexes.directoryName,
  keyOf: imageBuilderIndexes.directoryName,
  description:
    'Directory config of the domain that the instance has joined. Null if it has joined none, or if the config no longer exists.',
})

associatedPage(fleets.ref, 'stacks', {
  association: stackFleets,
  side: 'right',
  to: stacks,
  description:
    'Stacks associated with the fleet, sorted by name. Costs one AWS call per fleet, or per stack if there are fewer stacks.',
})

associatedPage(stacks.ref, 'fleets', {
  association: stackFleets,
  side: 'left',
  to: fleets,
  description:
    'Fleets associated with the stack, sorted by name. AWS currently allows one. Costs one AWS call per stack, or per fleet if there are fewer fleets.',
})

usedBy('image', referring(fleets, fleetIndexes.imageArn))
usedBy('fleet', associatedUsers(stacks, stackFleets, 'right'))
usedBy('stack', associatedUsers(fleets, stackFleets, 'left'))

const ofDirectory = {
  keyOf: ({ name }: { readonly name: string }) => name.toLowerCase(),
  targetsOf: ({ target }: { readonly target: Target }) => [target],
}
usedBy('directory config', referring(fleets, fleetIndexes.directoryName, ofDirectory))
usedBy('directory config', referring(imageBuilders, imageBuilderIndexes.directoryName, ofDirectory))
