import type { Quotas } from '../behaviour.ts'

/** Members of a resource by their AWS names, with timestamps as Date. Undeclared members are returned unchanged. */
export interface ResourceRecord {
  readonly Arn?: string | undefined
  readonly State?: string | undefined
  readonly CreatedTime?: Date | undefined
  readonly [member: string]: unknown
}

/** Resource identified by its name, like most resources. */
export interface NamedRecord extends ResourceRecord {
  readonly Name: string
}

/** Error of a fleet, a stack, an image or an image builder. */
export interface ResourceErrorRecord {
  readonly ErrorCode: string
  readonly ErrorMessage: string
}

/** Account and region of a resource. */
export interface Place {
  readonly region: string
  readonly accountId: string
}

/** Describe operation of a kind. */
export interface Listing {
  /** Output member of the list, such as `Fleets`. */
  readonly output: string
  /** Input member that selects resources, such as `Names`. */
  readonly filter: string
  /** Maximum page size of an operation with MaxResults. Without it, pages have the emulator's default size. */
  readonly largestPage?: number
}

/** Declaration of a kind of resource: storage, listing, tags and quota. */
export interface Kind<Item extends ResourceRecord> {
  /** Name of the kind in error messages: `The fleet X for account N does not exist.` */
  readonly label: string
  readonly plural: string
  keyOf(item: Item): string
  /** The resource type in its ARN. A kind without one has no ARN and cannot be tagged. */
  readonly arnType?: string
  /** Default state of a resource. */
  readonly initialState?: string
  /** Member with the creation time. Default: `CreatedTime`. */
  readonly createdMember?: string
  /** Returns defaults for absent members of a resource. */
  defaults?(item: Item, place: Place): Partial<Item>
  readonly quota?: keyof Quotas
  /** True if listings are eventually consistent: creations and deletions appear with a delay. */
  readonly eventuallyConsistent?: boolean
  readonly listing?: Listing
}

/** Returns a kind whose resources are identified by their names. */
export function namedKind<Item extends NamedRecord>(kind: Omit<Kind<Item>, 'keyOf'>): Kind<Item> {
  return { ...kind, keyOf: ({ Name }) => Name }
}
