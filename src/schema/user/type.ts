import type { AwsUser } from '../../appstream/model/model.ts'
import { anyOf, createdFilters, flag, text } from '../kit/filter.ts'
import type { Members } from '../kit/members.ts'
import { associatedWith } from '../kit/relations.ts'
import { defineResource } from '../kit/resource.ts'
import { openEnum } from '../open-enum.ts'
import { authenticationType } from '../session/enums.ts'
import { stackUsers } from './association.ts'
import { type User, userKind } from './kind.ts'

/** Statuses that AWS documents. The service model declares a string. */
type UserStatus = 'UNCONFIRMED' | 'CONFIRMED' | 'ARCHIVED' | 'COMPROMISED'

const status = openEnum<UserStatus>('AppStreamUserStatus', 'Status of a user in the user pool.', {
  UNCONFIRMED: 'Created, but has not signed in and set a password yet.',
  CONFIRMED: 'Has set a password.',
  ARCHIVED: 'No longer active.',
  COMPROMISED: 'Suspended because of a security threat.',
})

type DescribedUser = Omit<AwsUser, 'Status'> & { readonly Status?: UserStatus }

const members: Members<DescribedUser, 'UserName'> = {
  Arn: { id: 'ARN. Null if AWS does not return it.' },
  AuthenticationType: [authenticationType, 'Sign-in method.'],
  Enabled: 'True if the user can sign in.',
  Status: [status, 'Status in the user pool. Null if AWS does not return it.'],
  FirstName: 'First name. Null if none is set.',
  LastName: 'Last name. Null if none is set.',
  CreatedTime: 'Creation time.',
}

/** Users of the user pool. */
export const users = defineResource({
  kind: userKind,
  structure: 'User',
  scope: 'appstream:people',
  description:
    'User in the user pool of an account and region. Users who sign in by SAML or streaming URL appear only in sessions. Requires the scope `appstream:people`.',
  noun: 'user',
  plural: 'users',
  queries: {
    one: 'appStreamUser',
    many: 'appStreamUsers',
    nameDescription: 'E-mail address of the user in `target`; case-sensitive.',
  },
  nameField: 'userName',
  nameDescription: 'E-mail address of the user; case-sensitive.',
  members,
  filters: {
    ...createdFilters,
    userNames: anyOf<User, string>(
      'Filters by exact e-mail address, case-sensitive.',
      'String',
      ({ name }) => name,
    ),
    userNameContains: text<User>(
      'Filters by a substring of the e-mail address, case-insensitive.',
      ({ name }, part) => name.toLowerCase().includes(part.toLowerCase()),
    ),
    enabled: flag<User>('Filters by `enabled`: true for users who can sign in.', ({ aws }) => aws.Enabled),
    statuses: anyOf<User, string>('Filters by status in the user pool.', status, ({ aws }) => aws.Status),
    stackArn: associatedWith<User>('Filters by ARN of an assigned stack. Costs one AWS call.', {
      association: stackUsers,
      side: 'left',
      arnType: 'stack',
    }),
  },
})
