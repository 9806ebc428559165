import type { Image, ImageBuilder } from '../../inventory/resources.ts'
import { builder } from '../builder.ts'
import type { GraphContext } from '../context.ts'
import { readGlobalId } from '../global-id.ts'
import { ImageRef } from '../image/ref.ts'
import { loadImageBuilderByArn } from '../image-builder/loader.ts'
import { ImageBuilderRef } from '../image-builder/ref.ts'

/** How another subgraph names an entity of this one: by either of its keys. */
type Reference = { readonly arn: string } | { readonly id: string }

const keys = [builder.selection<{ arn: string }>('arn'), builder.selection<{ id: string }>('id')]

builder.asEntity(ImageRef, { key: keys, resolveReference: referenceTo('Image', loadImage) })

builder.asEntity(ImageBuilderRef, {
  key: keys,
  resolveReference: referenceTo('ImageBuilder', loadImageBuilderByArn),
})

function loadImage({ loaders }: GraphContext, arn: string): Promise<Image | null> {
  return loaders.image.load({ arn })
}

/**
 * Loads what a reference names. What names nothing that this gateway can see, whatever it looks like, is null: a router
 * passes on what other subgraphs hold, and one bad reference among many is no reason to fail the others.
 */
function referenceTo<Entity extends Image | ImageBuilder>(
  typename: Entity['kind'],
  load: (context: GraphContext, arn: string) => Promise<Entity | null>,
) {
  return async (reference: Reference, context: GraphContext): Promise<Entity | null> => {
    const arn = 'arn' in reference ? reference.arn : arnIn(reference.id, typename)
    return typeof arn === 'string' ? load(context, arn) : null
  }
}

function arnIn(globalId: unknown, typename: string): string | undefined {
  const named = typeof globalId === 'string' ? readGlobalId(globalId) : undefined
  return named?.typename === typename ? named.id : undefined
}
