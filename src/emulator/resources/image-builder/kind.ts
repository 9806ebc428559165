import { type NamedRecord, namedKind } from '../../kit/kind.ts'

/** Image builder. */
export interface ImageBuilderRecord extends NamedRecord {
  readonly ImageArn?: string | undefined
  readonly Platform?: string | undefined
  readonly AppstreamAgentVersion?: string | undefined
}

/** Image builder kind. */
export const imageBuilderKind = namedKind<ImageBuilderRecord>({
  label: 'image builder',
  plural: 'image builders',
  arnType: 'image-builder',
  initialState: 'RUNNING',
  quota: 'imageBuilders',
  // The model does not limit MaxResults; existing clients use 100.
  listing: { output: 'ImageBuilders', filter: 'Names', largestPage: 100 },
})
