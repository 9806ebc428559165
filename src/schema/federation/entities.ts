import { parseArn } from '../../appstream/arn.ts'
import type { Image, ImageBuilder } from '../../inventory/resources.ts'
import type { GraphContext } from '../context.ts'
import { requireArn } from '../filter.ts'
import { ImageRef } from '../image/ref.ts'
import { loadImageBuilderByArn } from '../image-builder/loader.ts'
import { ImageBuilderRef } from '../image-builder/ref.ts'
import type { Identity } from '../kit/identity.ts'
import { registerResource } from '../kit/register.ts'

registerResource<Image>({
  typename: 'Image',
  arnType: 'image',
  ref: ImageRef,
  identity: identityByArn('image', ({ loaders }, arn) => loaders.image.load({ arn })),
})

registerResource<ImageBuilder>({
  typename: 'ImageBuilder',
  arnType: 'image-builder',
  ref: ImageBuilderRef,
  identity: identityByArn('image-builder', loadImageBuilderByArn),
})

function identityByArn<Item extends Image | ImageBuilder>(
  arnType: string,
  load: (context: GraphContext, arn: string) => Promise<Item | null>,
): Identity<Item> {
  return {
    idOf: ({ arn }) => arn,
    isId: (arn) => parseArn(arn)?.resourceType === arnType,
    requireId: (arn, argument) => requireArn(arn, arnType, argument),
    load,
  }
}
