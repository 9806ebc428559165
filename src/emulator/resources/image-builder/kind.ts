import { type NamedRecord, namedKind } from '../../kit/kind.ts'

/** An image builder. */
export interface ImageBuilderRecord extends NamedRecord {
  readonly ImageArn?: string | undefined
  readonly Platform?: string | undefined
  readonly AppstreamAgentVersion?: string | undefined
}

/** Image builders. */
export const imageBuilderKind = namedKind<ImageBuilderRecord>({
  label: 'image builder',
  plural: 'image builders',
  arnType: 'image-builder',
  initialState: 'RUNNING',
  quota: 'imageBuilders',
  // The model bounds MaxResults on neither side; 100 is used in the wild.
  listing: { output: 'ImageBuilders', filter: 'Names', largestPage: 100 },
})
