import { parseArn } from '../../appstream/arn.ts'
import type { OperationName } from '../../appstream/model/operations.ts'
import type { Target } from '../../appstream/target.ts'
import { builder } from '../builder.ts'
import { loadChild } from '../kit/child/load.ts'
import { namingByParent } from '../kit/child/naming.ts'
import { settingsConstraints, typeNameOf } from '../kit/mutations/declaration.ts'
import { inputFields } from '../kit/request.ts'
import { defineMutation } from '../mutation/define.ts'
import { modelledErrorsOf } from '../mutation/errors.ts'
import { writeThrough } from '../mutation/plan.ts'
import { entitledApplicationKind, entitlementKind } from './kind.ts'
import { entitlements } from './type.ts'

/** Entitlement whose applications changed. */
interface ChangedEntitlement {
  readonly target: Target
  readonly stackName: string
  readonly entitlementName: string
}

const naming = namingByParent(entitlementKind, {
  parent: entitlements.parent,
  noun: 'entitlement',
  isNamed: true,
  nameField: 'entitlementName',
})

const members = { ApplicationIdentifier: 'Name or ARN of the application in the catalog of the stack.' }

/** Adds a mutation that associates or disassociates an application and an entitlement. */
function defineAssociation({
  name: field,
  operation,
  associates,
  description,
}: {
  readonly name: string
  readonly operation: OperationName
  /** True to associate, false to disassociate. */
  readonly associates: boolean
  readonly description: string
}): void {
  const structure = 'AssociateApplicationToEntitlementRequest'
  const input = builder.inputType(typeNameOf(field, 'Input'), {
    description: `Entitlement, identified by ${naming.by}, and application.`,
    fields: (t) => ({ ...naming.fields(t), ...inputFields(t, structure, members) }),
  })
  const payload = builder.objectRef<ChangedEntitlement>(typeNameOf(field, 'Payload')).implement({
    description: 'Payload with the entitlement.',
    fields: (t) => ({
      entitlement: t.field({
        type: entitlements.ref,
        nullable: true,
        description: 'The entitlement, read from AWS only if selected. Null if it no longer exists.',
        resolve: ({ target, stackName, entitlementName }, _args, context) =>
          loadChild(entitlementKind, context, { target, name: stackName }, entitlementName),
      }),
    }),
  })

  defineMutation<object, ChangedEntitlement>({
    name: field,
    operation,
    scope: 'appstream:manage',
    description,
    errors: modelledErrorsOf(operation),
    input,
    payload,
    constraints: settingsConstraints(operation, members),
    plan(values, context) {
      const { applicationIdentifier = '' }: { readonly applicationIdentifier?: string } = values
      const found = naming.find({ ...values }, context)
      if (Array.isArray(found)) return found
      const { target, name: path } = found
      const { StackName: stackName = '', Name: entitlementName = '' } = found.request
      const changed = { target, stackName, entitlementName }
      const { collection, writes } = context.wholeInventory
        .of(target)
        .children.of(entitledApplicationKind, path)
      // AWS accepts a name or an ARN but lists names.
      const application = parseArn(applicationIdentifier)?.name ?? applicationIdentifier
      return {
        ...found,
        made: applicationIdentifier,
        ...(associates && {
          refersTo: [
            ...found.belongsTo,
            { target, resourceType: 'entitlement', name: path },
            { target, resourceType: 'application', name: application },
          ],
        }),
        async send(writer) {
          const request = {
            StackName: stackName,
            EntitlementName: entitlementName,
            ApplicationIdentifier: applicationIdentifier,
          }
          const { awsRequestId } = await writeThrough(
            writes.begin(application),
            () => writer.callDeclared(operation, request),
            () => undefined,
          )
          return { output: changed, awsRequestId }
        },
        async reconcile(read) {
          const { items } = await collection.read(read)
          const isListed = items
            .values()
            .some(({ name }) => [application, applicationIdentifier].includes(name))
          return isListed === associates ? changed : undefined
        },
      }
    },
  })
}

defineAssociation({
  name: 'associateAppStreamApplicationToEntitlement',
  operation: 'AssociateApplicationToEntitlement',
  associates: true,
  description: 'Associates an application of the catalog of the stack with an entitlement.',
})

defineAssociation({
  name: 'disassociateAppStreamApplicationFromEntitlement',
  operation: 'DisassociateApplicationFromEntitlement',
  associates: false,
  description: 'Disassociates an application from an entitlement.',
})
