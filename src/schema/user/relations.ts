import type { ObjectRef } from '@pothos/core'
import type { Target } from '../../appstream/target.ts'
import { builder, ownCall, type SchemaTypes } from '../builder.ts'
import { encodeGlobalId } from '../global-id.ts'
import { type AssociatedEdge, associationPage } from '../kit/association-page.ts'
import { prepareStep } from '../kit/teardown.ts'
import { stacks } from '../stack/type.ts'
import { stackUsers, type UserStack } from './association.ts'
import { type User, userAlias, userKind } from './kind.ts'
import { users } from './type.ts'

const StackUserEdge = associationPage(stacks.ref, 'users', {
  association: stackUsers,
  side: 'left',
  to: users,
  name: 'AppStreamStackUser',
  description:
    'Users assigned to the stack, sorted by e-mail address. Users that the user pool does not list have only a name and an authentication type. Costs one AWS call per stack. Requires the scope `appstream:people`.',
  cost: ownCall,
  unlisted: ({ target }, association) => userOf(target, association),
})

/** Returns the user of an association, with the members that it shows. */
function userOf(target: Target, { UserName, AuthenticationType }: UserStack): User {
  return {
    ...userKind.toResource(target, { UserName, AuthenticationType }),
    alias: userAlias(UserName ?? '', AuthenticationType),
  }
}

const UserStackEdge = associationPage(users.ref, 'stacks', {
  association: stackUsers,
  side: 'right',
  to: stacks,
  name: 'AppStreamUserStack',
  description:
    'Stacks assigned to the user, sorted by name. Costs one AWS call per user, or per stack if there are fewer stacks.',
})

addNotification(StackUserEdge)
addNotification(UserStackEdge)

function addNotification<Item>(edge: ObjectRef<SchemaTypes, AssociatedEdge<Item, UserStack>>): void {
  builder.objectField(edge, 'sendEmailNotification', (t) =>
    t.boolean({
      nullable: true,
      description:
        'Notification setting as returned by AWS, which does not record the e-mails sent. Null if AWS does not return it.',
      resolve: ({ data }) => data?.SendEmailNotification,
    }),
  )
}

// AWS may keep a stack while it has users. Their names are those of persons, so steps have their global IDs.
prepareStep('deleteAppStreamStack', async ({ resource, after }, planner) => {
  const { inventory, reading } = planner.context
  const { target, name } = resource
  const assigned = await inventory.of(target).pairs.of(stackUsers).read('left', name, reading.options)
  for (const association of [...assigned.values()].filter((one) => one !== undefined)) {
    const detail = encodeGlobalId(users.kind.name, users.identity.idOf(userOf(target, association)))
    const mutation = 'batchDisassociateAppStreamUserStack'
    after.push(await planner.step({ mutation, resource, detail }))
  }
})
