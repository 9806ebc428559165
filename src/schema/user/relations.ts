import type { ObjectRef } from '@pothos/core'
import { builder, ownCall, type SchemaTypes } from '../builder.ts'
import { type AssociatedEdge, associationPage } from '../kit/association-page.ts'
import { stacks } from '../stack/type.ts'
import { stackUsers, type UserStack } from './association.ts'
import { userAlias, userKind } from './kind.ts'
import { users } from './type.ts'

const StackUserEdge = associationPage(stacks.ref, 'users', {
  association: stackUsers,
  side: 'left',
  to: users,
  name: 'AppStreamStackUser',
  description:
    'Users assigned to the stack, sorted by e-mail address. Users that the user pool does not list have only a name and an authentication type. Costs one AWS call per stack. Requires the scope `appstream:people`.',
  cost: ownCall,
  unlisted: ({ target }, { UserName, AuthenticationType }) => ({
    ...userKind.toResource(target, { UserName, AuthenticationType }),
    alias: userAlias(UserName ?? '', AuthenticationType),
  }),
})

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
