import { parseArn } from '../../appstream/arn.ts'
import type { Image } from '../../inventory/resources.ts'
import { requireArn } from '../filter.ts'
import { ImageRef } from '../image/ref.ts'
import { registerResource } from '../kit/register.ts'

registerResource<Image>({
  typename: 'Image',
  arnType: 'image',
  ref: ImageRef,
  identity: {
    idOf: ({ arn }) => arn,
    isId: (arn) => parseArn(arn)?.resourceType === 'image',
    requireId: (arn, argument) => requireArn(arn, 'image', argument),
    load: ({ loaders }, arn) => loaders.image.load({ arn }),
  },
})
