import type { ImageBuilderState, ImageState } from '../../generated/graphql.ts'
import { EveryViewDocument } from '../../generated/graphql.ts'
import { imageArn, imageBuilderArn } from '../../support/gateway.ts'
import type { Workshop } from './support.ts'

/** What each way to look says of one builder and one image: the state, or null where it is not there. */
export interface Views {
  readonly builder: readonly (string | null)[]
  readonly image: readonly (string | null)[]
}

/** Looks in every way; the lists by state are asked for the states that are expected. */
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

/** What every way to look says of something in a state. */
export function everywhere(state: string): readonly (string | null)[] {
  return [state, state, state, 'listed']
}

/** What every way to look says of something that is not there. */
export const NOWHERE: readonly (string | null)[] = [null, null, null, null]
