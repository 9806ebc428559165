import type { ReportedRead } from '../../../inventory/cache/reads.ts'
import type { AnyResource } from '../../../inventory/resources.ts'
import { builder } from '../../builder.ts'
import { defineMutation } from '../../mutation/define.ts'
import type { InputProblem } from '../../mutation/error-types.ts'
import { graphName } from '../names.ts'
import { type Input, inputFields, toAws } from '../request.ts'
import {
  definitionOf,
  type MutationDeclaration,
  type SettingsDeclaration,
  settingsConstraints,
  typeNameOf,
} from './declaration.ts'
import { resourcePayload } from './payload.ts'

/** Declaration of a mutation that changes settings of a resource. */
export interface UpdateDeclaration<Item extends AnyResource>
  extends MutationDeclaration<Item>,
    SettingsDeclaration {
  /** Member of the response that holds the resource. */
  readonly output: string
  readonly payloadDescription: string
  /** Names of request members in the resource, if they differ. */
  readonly shownAs?: Readonly<Record<string, string>>
  /**
   * Input path of the setting that each value of `attributesToDelete` removes, such as `vpcConfig.securityGroupIds`.
   * An input that both sets and removes a setting is rejected.
   */
  readonly removes?: Readonly<Record<string, string>>
  /** Completes a request that depends on the current resource, which is read first if the test returns true. */
  readonly complete?: {
    readonly isNeeded: (input: Input) => boolean
    readonly with: (request: Record<string, unknown>, current: Item) => Record<string, unknown>
  }
}

/** Adds a mutation that changes settings of a resource. Omitted members keep their values. */
export function update<Item extends AnyResource>(declaration: UpdateDeclaration<Item>): void {
  const { type, name: field, operation, structure, members, check, removes, output, complete } = declaration
  const { noun, naming } = type
  const input = builder.inputType(typeNameOf(field, 'Input'), {
    description: `New settings of the ${noun} identified by ${naming.by}. Omitted members keep their values.`,
    fields: (t) => ({ ...naming.fields(t), ...inputFields(t, structure, members) }),
  })

  defineMutation<object, { readonly resource: Item }>({
    ...definitionOf(declaration),
    input,
    payload: resourcePayload(type, typeNameOf(field, 'Payload'), declaration.payloadDescription),
    constraints: settingsConstraints(operation, members, (values) => [
      ...(check?.(values) ?? []),
      ...contradictions(values, removes),
    ]),
    plan(values, context) {
      const found = naming.find({ ...values }, context)
      if (Array.isArray(found)) return found
      const own = found.store()
      let request: Record<string, unknown> = { ...toAws(structure, values), ...found.request }
      return {
        ...found,
        async verify(read: ReportedRead) {
          await found.verify(read)
          if (complete === undefined || !complete.isNeeded({ ...values })) return
          const current = await own.shown({ ...context.reading.now(read.signal), ...read })
          if (current !== undefined) request = complete.with(request, current)
        },
        send: (writer) =>
          own.update(
            () => writer.callDeclaredFor(operation, output, request),
            changedMembers(request, declaration),
          ),
      }
    },
  })
}

/** Returns the members of the resource that a request may change. */
function changedMembers(
  request: Input,
  { members, removes = {}, shownAs = {} }: Pick<UpdateDeclaration<never>, 'members' | 'removes' | 'shownAs'>,
): string[] {
  const removed = removedBy(request['AttributesToDelete'], removes).map(([, path]) => path.split('.')[0])
  const absent = Object.keys(members).filter((member) => removed.includes(graphName(member)))
  return [...Object.keys(request), ...absent].map((member) => shownAs[member] ?? member)
}

/** Returns the problems of settings that an input both sets and removes. */
function contradictions(input: Input, removes: UpdateDeclaration<never>['removes'] = {}): InputProblem[] {
  return removedBy(input['attributesToDelete'], removes).flatMap(([attribute, path]) => {
    const message = `\`${attribute}\` is removed here, but \`${path}\` sets it: specify only one of them.`
    return valueAt(input, path) == null ? [] : [{ path: 'attributesToDelete', message }]
  })
}

/** Returns the given attributes with the paths of the settings that they remove. */
function removedBy(values: unknown, removes: Readonly<Record<string, string>>) {
  const attributes: readonly unknown[] = Array.isArray(values) ? values : []
  return Object.entries(removes).filter(([attribute]) => attributes.includes(attribute))
}

/** Returns the value at a path of member names; undefined if a member on the way is absent. */
function valueAt(input: Input, path: string): unknown {
  return path.split('.').reduce<unknown>((value, member) => Object(value)[member], input)
}
