import { type NamedRecord, namedKind } from '../../kit/kind.ts'

/** Image as its owner sees it. */
export interface ImageRecord extends NamedRecord {
  readonly Visibility?: string | undefined
  readonly ImageBuilderName?: string | undefined
  readonly ImageBuilderSupported?: boolean | undefined
  readonly Platform?: string | undefined
  readonly AppstreamAgentVersion?: string | undefined
}

/** Permissions that the owner of an image grants to an account. */
export interface ImagePermissions {
  readonly allowFleet?: boolean
  readonly allowImageBuilder?: boolean
}

/** Images. DescribeImages has its own implementation, because of visibility and lookups by ARN. */
export const imageKind = namedKind<ImageRecord>({
  label: 'image',
  plural: 'images',
  arnType: 'image',
  initialState: 'AVAILABLE',
  defaults: () => ({ Visibility: 'PRIVATE' }),
  quota: 'images',
})
