/** What the owner of an image lets an account do with it. */
export interface ImagePermissions {
  readonly allowFleet?: boolean
  readonly allowImageBuilder?: boolean
}

/** Members of a resource under AWS's names, timestamps as Date; any further ones go over the wire as they are. */
interface ResourceRecord {
  readonly Name: string
  readonly Arn?: string | undefined
  readonly State?: string | undefined
  readonly CreatedTime?: Date | undefined
  readonly Platform?: string | undefined
  readonly AppstreamAgentVersion?: string | undefined
  readonly [member: string]: unknown
}

/** An image as its owner sees it. */
export interface ImageRecord extends ResourceRecord {
  readonly Visibility?: string | undefined
  readonly ImageBuilderName?: string | undefined
  readonly ImageBuilderSupported?: boolean | undefined
}

/** An image builder. */
export interface ImageBuilderRecord extends ResourceRecord {
  readonly ImageArn?: string | undefined
}

/** A state that a resource reaches by itself, at a time. */
export interface TransitionStep {
  readonly atMs: number
  /** The state it takes; null when it is gone from then on. */
  readonly state: string | null
  /** What changes with the state. */
  readonly members?: Readonly<Record<string, unknown>>
}
