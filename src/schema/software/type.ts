import type { AwsSoftwareAssociation, SoftwareDeploymentStatus } from '../../appstream/model/model.ts'
import type { ChildKind } from '../../inventory/child-kind.ts'
import { hasUnlistedChange } from '../../inventory/collection/collection.ts'
import { unreported } from '../../inventory/reported.ts'
import { isOwn } from '../../inventory/resources.ts'
import { builder, ownCall } from '../builder.ts'
import type { GraphContext } from '../context.ts'
import { images } from '../image/type.ts'
import type { ImageBuilder } from '../image-builder/kind.ts'
import { imageBuilders } from '../image-builder/type.ts'
import { childrenOf } from '../kit/child/load.ts'
import type { NameKey } from '../kit/loaders.ts'
import { defineStructure } from '../kit/members.ts'
import { operationRegistry } from '../kit/operations.ts'
import { openEnum } from '../open-enum.ts'
import { ErrorDetailsRef } from '../resource-error.ts'
import { imageBuilderSoftwareKind, imageSoftwareKind, type Software } from './kind.ts'

const status = openEnum<SoftwareDeploymentStatus>(
  'AppStreamSoftwareDeploymentStatus',
  'Status of license-included software.',
  {
    STAGED_FOR_INSTALLATION: 'Associated. The next deployment installs it.',
    PENDING_INSTALLATION: 'Being installed by a deployment.',
    INSTALLED: 'Installed.',
    STAGED_FOR_UNINSTALLATION: 'Disassociated. The next deployment removes it.',
    PENDING_UNINSTALLATION: 'Being removed by a deployment.',
    FAILED_TO_INSTALL: 'Could not be installed; see `deploymentError`.',
    FAILED_TO_UNINSTALL: 'Could not be removed; see `deploymentError`.',
  },
)

const SoftwareAssociationRef = defineStructure<Omit<AwsSoftwareAssociation, 'CreatedTime' | 'State'>>({
  name: 'AppStreamSoftwareAssociation',
  structure: 'SoftwareAssociations',
  description: 'License-included software of an image or image builder.',
  members: {
    SoftwareName: 'Name of the software, for example `Microsoft_Office_2024_LTSC_Standard_64Bit`.',
    Status: [status, 'Status of the software. Null if AWS does not return it.'],
    DeploymentError: [ErrorDetailsRef, 'Errors of the last deployment. Empty if there are none.'],
  },
})

operationRegistry.add({
  operation: imageSoftwareKind.operation,
  coordinate: 'AppStreamSoftwareAssociation',
  calls: '1 per image or image builder',
})

/** Number of products that can be installed side by side: Office, Visio and Project. */
const ASSUMED_SOFTWARE = 3

builder.objectField(images.ref, 'softwareAssociations', (t) =>
  t.field({
    type: [SoftwareAssociationRef],
    nullable: true,
    listSize: { assumedSize: ASSUMED_SOFTWARE },
    ...ownCall,
    description:
      'License-included software on the image, sorted by name. Empty if there is none. Null on images of other accounts, because only the owner can read it. Costs one AWS call per image; none on images of other accounts.',
    resolve: (image, _args, context) => (isOwn(image) ? softwareOf(imageSoftwareKind, image, context) : null),
  }),
)

builder.objectField(imageBuilders.ref, 'softwareAssociations', (t) =>
  t.field({
    type: [SoftwareAssociationRef],
    nullable: true,
    listSize: { assumedSize: ASSUMED_SOFTWARE },
    ...ownCall,
    description:
      'License-included software of the image builder, sorted by name. Empty if there is none; null only if loading failed, see `errors`. Costs one AWS call per image builder.',
    async resolve(imageBuilder, _args, context) {
      invalidateOutdated(imageBuilder, context)
      const software = await softwareOf(imageBuilderSoftwareKind, imageBuilder, context)
      // The next reader invalidates it again.
      if (isOutdated(imageBuilder, software)) context.reads.note(undefined)
      return software
    },
  }),
)

async function softwareOf(kind: ChildKind<Software>, parent: NameKey, context: GraphContext) {
  const software = await childrenOf(kind, context, parent)
  return [...software.values()].sort((one, other) => (one.name < other.name ? -1 : 1)).map(({ aws }) => aws)
}

/** Invalidates software that was read before the last deployment began or ended, as its builder shows. */
function invalidateOutdated(imageBuilder: ImageBuilder, { inventory }: GraphContext): void {
  const { target, name } = imageBuilder
  // The result of the resolver depends on its own read only.
  const collection = unreported(inventory.of(target).children.of(imageBuilderSoftwareKind, name).collection)
  const known = collection.latest()
  if (known === undefined || hasUnlistedChange(collection)) return
  const software = known.items.values().map(({ aws }) => aws)
  if (isOutdated(imageBuilder, software)) collection.invalidate()
}

/** Returns true if the state of an image builder contradicts the status of its software. */
function isOutdated({ aws: { State } }: ImageBuilder, software: Iterable<AwsSoftwareAssociation>): boolean {
  const isDeploying = State === 'PENDING_SYNCING_APPS' || State === 'SYNCING_APPS'
  const isPending = Iterator.from(software).some(({ Status }) => Status?.startsWith('PENDING') ?? false)
  return isPending !== isDeploying
}
