import type { Target } from '../../appstream/target.ts'
import {
  createDescriptionDecoder,
  createDescriptionEncoder,
  type SentLists,
} from '../../inventory/collection/description-codec.ts'
import type { AnyResource } from '../../inventory/resources.ts'

/** Payload or error of a mutation. */
type Members = Readonly<Record<string, unknown>>

/** Result of a mutation as JSON, for other replicas. */
interface StoredResult {
  readonly outcome: Readonly<Record<string, StoredMember>>
  readonly lists: SentLists
  readonly awsRequestId: string | null
}

/** A resource contains a target, which is an object of this process; the key names it in all. */
type StoredMember =
  | { readonly kind: 'resource'; readonly target: string; readonly members: Members; readonly aws: unknown }
  | { readonly kind: 'target'; readonly target: string }
  | { readonly kind: 'value'; readonly value: unknown }

/** Encodes a result. Omits secret members of descriptions, and the subject of an error, which the decoder supplies. */
export function encodeResult(outcome: object, awsRequestId: string | undefined): unknown {
  const { lists, encode } = createDescriptionEncoder()
  const members = Object.entries(outcome).flatMap(([name, value]: [string, unknown]) => {
    if (name === 'subject' || value === undefined) return []
    return [[name, encodeMember(value, encode)] as const]
  })
  const stored: StoredResult = {
    outcome: Object.fromEntries(members),
    lists,
    awsRequestId: awsRequestId ?? null,
  }
  return stored
}

function encodeMember(value: unknown, encode: (value: object) => unknown): StoredMember {
  if (isResource(value)) {
    const { target, aws, ...members } = value
    return { kind: 'resource', target: target.key, members, aws: encode(aws) }
  }
  if (isTarget(value)) return { kind: 'target', target: value.key }
  return { kind: 'value', value: typeof value === 'object' && value !== null ? encode(value) : value }
}

/** Decodes a result. Undefined if a target of it is unknown here, or if it is not a result. */
export function decodeResult(
  stored: unknown,
  targets: readonly Target[],
): { readonly outcome: Members; readonly awsRequestId: string | undefined } | undefined {
  if (!isStoredResult(stored)) return undefined
  const decode = createDescriptionDecoder(stored.lists)
  const outcome: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(stored.outcome)) {
    if (member.kind === 'value') {
      outcome[name] = decode(member.value)
      continue
    }
    const target = targets.find(({ key }) => key === member.target)
    if (target === undefined) return undefined
    outcome[name] = member.kind === 'target' ? target : { ...member.members, target, aws: decode(member.aws) }
  }
  return { outcome, awsRequestId: stored.awsRequestId ?? undefined }
}

function isTarget(value: unknown): value is Target {
  return typeof value === 'object' && value !== null && 'key' in value && 'reader' in value
}

function isResource(value: unknown): value is AnyResource {
  return (
    typeof value === 'object' &&
    value !== null &&
    'aws' in value &&
    'target' in value &&
    isTarget(value.target)
  )
}

function isStoredResult(stored: unknown): stored is StoredResult {
  return typeof stored === 'object' && stored !== null && 'outcome' in stored && 'lists' in stored
}
