import { type ChildKind, type ChildResource, childKey } from '../../../inventory/child-kind.ts'
import type { GraphContext } from '../../context.ts'
import { problemsOf, resourceName } from '../../mutation/constraints.ts'
import type { InputProblem } from '../../mutation/error-types.ts'
import { findOwnResource, targetField } from '../../mutation/own-resource.ts'
import type { TargetSelector } from '../../target/input.ts'
import { idInTarget } from '../identity.ts'
import type { NamedResource, Naming } from '../mutations/naming.ts'
import { createResourceWriter } from '../mutations/resource-writer.ts'
import { capitalized } from '../names.ts'
import type { Input, InputFields } from '../request.ts'
import type { ParentType } from './child-type.ts'

/** Input that identifies a child. */
type ChildInput = Input & { readonly target?: TargetSelector | null }

/** Options of {@link namingByParent}. */
export interface ChildNamingOptions {
  readonly parent: ParentType
  /** Noun of the child, for example `entitlement`; `resourceType` of {@link NamedResource}. */
  readonly noun: string
  /** False if a parent has at most one child, which has no name. */
  readonly isNamed: boolean
  /** Input field that holds the name. Default: `name`. */
  readonly nameField?: string
}

/** Creates the naming of children by their parent and, if they have one, their name. */
export function namingByParent<Item extends ChildResource>(
  kind: ChildKind<Item>,
  { parent, noun, isNamed, nameField = 'name' }: ChildNamingOptions,
): Naming<Item> {
  const { paths } = parent
  const parentMember = `${capitalized(parent.noun)}Name`

  function find(input: Input, context: GraphContext): NamedResource<Item> | InputProblem[] {
    const { target: selector }: ChildInput = input
    const found = findParent(input, parent, context, selector)
    const name = textAt(input, nameField) ?? ''
    const problems = isNamed ? problemsOf(resourceName, name) : []
    const wrongName = problems.map(({ message }) => ({ path: nameField, message }))
    if (Array.isArray(found)) return [...found, ...wrongName]
    if (wrongName.length > 0) return wrongName
    const { target } = found
    const names = isNamed ? [found.name, name] : [found.name]
    return {
      ...found,
      name: names.join('/'),
      resourceType: noun,
      request: { [parentMember]: found.name, ...(isNamed && { Name: name }) },
      belongsTo: [found],
      store() {
        const { children } = context.wholeInventory.of(target)
        const own = names.at(-1) ?? ''
        return createResourceWriter({
          ...children.of(kind, found.name),
          name: own,
          key: () => childKey(target, found.name, own),
          id: () => idInTarget(target, names),
          fromResponse: (response) => kind.fromResponse(target, found.name, named(response, own, isNamed)),
          invalidateDetails: () => undefined,
          forgetChildren: () => children.forget(kind, names.join('/')),
        })
      },
    }
  }

  const fields = (t: InputFields) => ({
    [paths.arn]: t.id({
      description: `ARN of the ${parent.noun}. Mutually exclusive with \`${paths.name}\`.`,
    }),
    [paths.name]: t.string({
      description: `Name of the ${parent.noun} in \`target\`. Mutually exclusive with \`${paths.arn}\`.`,
    }),
    target: targetField(t),
    ...(isNamed && {
      [nameField]: t.string({
        required: true,
        description: `Name of the ${noun}, unique per ${parent.noun}: 1 to 101 letters, digits, \`_\`, \`.\` and \`-\`.`,
      }),
    }),
  })
  return {
    by: `${isNamed ? `\`${nameField}\` and ` : ''}exactly one of \`${paths.arn}\` and \`${paths.name}\``,
    hasArn: false,
    newMembers: {},
    fields,
    newFields: fields,
    find,
    findNew: find,
  }
}

/** Finds the parent that an input identifies, or returns problems. Makes no AWS call. */
export function findParent(
  input: Input,
  { kind, paths }: ParentType,
  { inventory }: GraphContext,
  target: TargetSelector | null | undefined,
) {
  const naming = { arn: textAt(input, paths.arn), name: textAt(input, paths.name), target }
  return findOwnResource(naming, kind.arnType ?? '', inventory, paths)
}

/** Returns a response with the name of the resource, which may be absent according to the service model. */
function named(response: object, name: string, isNamed: boolean): object {
  return isNamed ? { Name: name, ...response } : response
}

function textAt(input: Input, member: string): string | undefined {
  const value = input[member]
  return typeof value === 'string' ? value : undefined
}
