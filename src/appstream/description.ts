/** A resource as a Describe operation gives it; its name is the one member that the model requires. */
interface Described {
  readonly Name?: string | undefined
}

/**
 * Checks what a Describe operation listed, as far as readers rely on it: what has no name is not a description, and a
 * list in one is a list without gaps. The model lets the list itself be absent, but AWS sends an empty one, too; without
 * it, something else has answered.
 * @throws SyntaxError
 */
export function describedList<Item extends Described>(items: readonly Item[] | undefined): readonly Item[] {
  if (items === undefined) throw new SyntaxError('There is no list.')
  if (!Array.isArray(items) || !items.every(isDescription)) {
    throw new SyntaxError('A listed resource has no name, or a list that is none.')
  }
  return items
}

/** Those members of images and image builders, and of what they consist of, that are lists. */
const LISTS: ReadonlySet<string> = new Set([
  'AccessEndpoints',
  'Applications',
  'EniIpv6Addresses',
  'ImageBuilderErrors',
  'ImageErrors',
  'InstanceFamilies',
  'Platforms',
  'SecurityGroupIds',
  'SubnetIds',
  'SupportedInstanceFamilies',
])

function isDescription(item: unknown): boolean {
  return isStructure(item) && typeof item['Name'] === 'string' && hasSoundLists(item)
}

function hasSoundLists(structure: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(structure).every(([name, value]) => {
    if (value == null) return true
    if (!LISTS.has(name)) return !isStructure(value) || Array.isArray(value) || hasSoundLists(value)
    return (
      Array.isArray(value) &&
      value.every((item) => item != null && (!isStructure(item) || hasSoundLists(item)))
    )
  })
}

function isStructure(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !(value instanceof Date)
}
