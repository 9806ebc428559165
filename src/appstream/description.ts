/** The member that the model requires of a described resource, and that identifies it. */
type IdentifyingMember = 'Name' | 'UserName' | 'Id' | 'DirectoryName'

/**
 * Checks the list of a Describe operation as far as readers rely on it: each resource has its identifying member, and
 * each list in it has no gaps. The model allows the list itself to be absent, but AWS always sends one: without it,
 * something else has answered.
 * @throws SyntaxError
 */
export function describedList<Item extends object>(
  items: readonly Item[] | undefined,
  identifier: IdentifyingMember = 'Name',
): readonly Item[] {
  if (items === undefined) throw new SyntaxError('There is no list.')
  if (!Array.isArray(items) || !items.every((item) => isDescription(item, identifier))) {
    throw new SyntaxError(`A listed resource has no ${identifier}, or a list that is none.`)
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

function isDescription(item: unknown, identifier: IdentifyingMember): boolean {
  return isStructure(item) && typeof item[identifier] === 'string' && hasSoundLists(item)
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
