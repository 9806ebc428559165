import type { DocumentType } from '@smithy/types'

/** Member that identifies a described resource; the model requires it. */
export type IdentifyingMember = 'Name' | 'UserName' | 'Id' | 'DirectoryName' | 'TaskId'

/** Lists of a structure, and its structures that contain lists, by member name. */
export interface Shape {
  readonly lists?: Readonly<Record<string, Shape>>
  readonly structures?: Readonly<Record<string, Shape>>
}

/** List whose items contain no lists. */
const FLAT: Shape = {}

/** Lists of an image. */
export const IMAGE_SHAPE: Shape = {
  lists: {
    Applications: { lists: { InstanceFamilies: FLAT, Platforms: FLAT } },
    ImageErrors: FLAT,
    SupportedInstanceFamilies: FLAT,
  },
}

/**
 * Validates the parts of a listing that readers rely on: each resource has its identifying member (if the kind has
 * one), and its lists are arrays without nulls. Rejects a response without a list: the service model allows it, but AWS
 * never sends it.
 * @throws SyntaxError
 */
export function describedList(
  items: unknown,
  shape: Shape,
  identifier: IdentifyingMember | null = 'Name',
): readonly JsonStructure[] {
  if (items == null) throw new SyntaxError('The response contains no list.')
  if (!Array.isArray(items) || !items.every((item) => isDescription(item, shape, identifier))) {
    throw new SyntaxError(
      `A listed resource lacks ${identifier ?? 'members'} or has a malformed list member.`,
    )
  }
  return items
}

/** Structure as parsed from JSON. */
export interface JsonStructure {
  [member: string]: DocumentType
}

/** Returns true if a value parsed from JSON is a structure. */
export function isStructure(value: unknown): value is JsonStructure {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isDescription(item: unknown, shape: Shape, identifier: IdentifyingMember | null): boolean {
  if (!isStructure(item)) return false
  return (identifier === null || typeof item[identifier] === 'string') && hasValidLists(item, shape)
}

/** Checks only members that contain lists, since a page may have tens of thousands of others. */
function hasValidLists(structure: JsonStructure, { lists, structures }: Shape): boolean {
  for (const name in lists) {
    if (!isValidList(structure[name], lists[name] ?? FLAT)) return false
  }
  for (const name in structures) {
    const member = structure[name]
    if (isStructure(member) && !hasValidLists(member, structures[name] ?? FLAT)) return false
  }
  return true
}

function isValidList(list: unknown, shape: Shape): boolean {
  if (list == null) return true
  if (!Array.isArray(list)) return false
  return list.every((item) => item != null && (!isStructure(item) || hasValidLists(item, shape)))
}
