import type { ImageBuilderState, ImageState } from '../../../generated/graphql.ts'
import { EveryViewDocument } from '../../../generated/graphql.ts'
import { imageArn, imageBuilderArn } from '../../../support/gateway.ts'
import type { Workshop } from './support.ts'

/** State of one builder and one image in each view, or null if it is absent. */
export interface Views {
  readonly builder: readonly (string | null)[]
  readonly image: readonly (string | null)[]
}

/** Reads every view; lists by state are filtered by the expected states. */
export async function viewsOf(
  workshop: Workshop,
  { builder = 'desk', image = 'golden' }: { readonly builder?: string; readonly image?: string },
  { states, headers }: { readonly states: readonly string[]; readonly headers?: Record<string, string> },
): Promise<Views> {
  const data = await workshop.read(EveryViewDocument, {
    variables: {
      builder,
      builderArn: imageBuilderArn(builder),
      builderStates: states.filter((state): state is ImageBuilderState => BUILDER_STATES.includes(state)),
      image,
      imageArn: imageArn(image),
      imageStates: states.filter((state): state is ImageState => IMAGE_STATES.includes(state)),
    },
    ...(headers && { headers }),
  })
  const listedIn = (nodes: readonly { name: string }[] = [], name: string) =>
    nodes.some((node) => node.name === name) ? 'listed' : null
  return {
    builder: [
      data.builderByName?.state ?? null,
      data.builderByArn?.state ?? null,
      data.builders?.nodes[0]?.state ?? null,
      listedIn(data.buildersInState?.nodes, builder),
    ],
    image: [
      data.imageByName?.state ?? null,
      data.imageByArn?.state ?? null,
      data.images?.nodes[0]?.state ?? null,
      listedIn(data.imagesInState?.nodes, image),
    ],
  }
}

const BUILDER_STATES: readonly string[] = ['PENDING', 'RUNNING', 'STOPPING', 'STOPPED', 'DELETING']
const IMAGE_STATES: readonly string[] = ['PENDING', 'AVAILABLE', 'COPYING', 'CREATING', 'DELETING']

/** Returns the expectation that every view shows one state. */
export function everywhere(state: string): readonly (string | null)[] {
  return [state, state, state, 'listed']
}

/** Expectation that every view shows the resource as absent. */
export const NOWHERE: readonly (string | null)[] = [null, null, null, null]
