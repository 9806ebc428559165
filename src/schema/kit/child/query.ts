import type { ChildResource } from '../../../inventory/child-kind.ts'
import { builder, ownCall } from '../../builder.ts'
import type { GraphContext } from '../../context.ts'
import { identify } from '../../identify.ts'
import { TargetInput, type TargetSelector } from '../../target/input.ts'
import type { ChildType } from './child-type.ts'
import { findParent, loadChild } from './load.ts'

type Arguments = Readonly<Record<string, unknown>> & {
  readonly name: string
  readonly target?: TargetSelector | null
}

/** Adds the query for one child, identified by its parent and name. */
export function defineChildQuery<Item extends ChildResource>(field: string, type: ChildType<Item>): void {
  const { kind, noun, ref, parent, scope } = type
  const { paths } = parent
  builder.queryField(field, (t) =>
    t.field({
      type: ref,
      nullable: true,
      ...ownCall,
      scope,
      description: `Returns the ${noun} identified by its name and exactly one of \`${paths.arn}\` and \`${paths.name}\`. Null if it does not exist.`,
      args: {
        [paths.arn]: t.arg.id({
          description: `ARN of the ${parent.noun}. Mutually exclusive with \`${paths.name}\`.`,
        }),
        [paths.name]: t.arg.string({
          description: `Name of the ${parent.noun} in \`target\`. Mutually exclusive with \`${paths.arn}\`.`,
        }),
        name: t.arg.string({ required: true, description: `Name of the ${noun}.` }),
        target: t.arg({
          type: TargetInput,
          description: `Account and region of the ${parent.noun}. Required with a name if the gateway serves several targets.`,
        }),
      },
      // Pothos' conditional types of arguments and result stay open over type parameters.
      resolve: ((_root: unknown, args: Arguments, context: GraphContext) =>
        loadOne(type, args, context)) as never,
    }),
  )
  async function loadOne(of: ChildType<Item>, args: Arguments, context: GraphContext): Promise<Item | null> {
    const textAt = (path: string) => {
      const value = args[path]
      return typeof value === 'string' ? value : undefined
    }
    const identified = identify(
      { arn: textAt(paths.arn), name: textAt(paths.name), target: args.target },
      of.parent.kind.arnType ?? '',
      context.inventory.targets,
      paths,
    )
    const found = 'arn' in identified ? await findParent(of.parent.kind, context, identified.arn) : identified
    return found && loadChild(kind, context, found, args.name)
  }
}
