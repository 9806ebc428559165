import type { z } from 'zod'
import type { OperationName } from '../../../appstream/model/operations.ts'
import type { StructureName } from '../../../appstream/model/structures.ts'
import type { AnyResource } from '../../../inventory/resources.ts'
import type { Scopes } from '../../access.ts'
import type { InputProblem } from '../../mutation/error-types.ts'
import { modelledErrorsOf } from '../../mutation/errors.ts'
import { type ActionDeclaration, actionOn } from '../actions.ts'
import { capitalized } from '../names.ts'
import { requestConstraints } from '../request.ts'
import type { ItemType } from '../resource-type.ts'

/** Declaration common to all mutations of a resource type. */
export interface MutationDeclaration<Item extends AnyResource> {
  readonly type: ItemType<Item>
  /** Field name, for example `createAppStreamFleet`. */
  readonly name: string
  readonly operation: OperationName
  readonly scope: Scopes
  readonly description: string
  /** Use of the mutation as an action on one resource. Default: it is not listed in `availableActions`. */
  readonly action?: ActionDeclaration<Item> | undefined
}

/** Additional declaration of a mutation with settings. */
export interface SettingsDeclaration {
  /** Structure of the request, with descriptions of its members. */
  readonly structure: StructureName
  readonly members: object
  /** Returns the problems of an input beyond the constraints of the service model. */
  readonly check?: (input: Readonly<Record<string, unknown>>) => readonly InputProblem[]
}

/** Returns the parts of a mutation definition that follow from its declaration. */
export function definitionOf<Item extends AnyResource>({
  type,
  name,
  operation,
  scope,
  description,
  action,
}: MutationDeclaration<Item>) {
  return {
    name,
    operation,
    scope,
    description,
    errors: modelledErrorsOf(operation),
    action: actionOn(type.kind, action),
  }
}

/** Returns the constraints of a mutation with settings: those of the service model and of the declaration. */
export function settingsConstraints(
  operation: OperationName,
  members: object,
  check: SettingsDeclaration['check'] = () => [],
): z.ZodType {
  return requestConstraints(operation, members).superRefine((input, context) => {
    for (const { path, message } of check(Object(input))) {
      context.addIssue({ code: 'custom', path: path.split('.'), message })
    }
  })
}

/** Returns a type name of a mutation, for example `CreateFleetInput` for `createFleet` and `Input`. */
export function typeNameOf(mutation: string, suffix: 'Input' | 'Payload'): string {
  return `${capitalized(mutation)}${suffix}`
}
