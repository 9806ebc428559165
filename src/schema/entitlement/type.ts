import type { AppVisibility, AwsEntitlement, EntitlementAttribute } from '../../appstream/model.ts'
import { defineChild } from '../kit/child/define.ts'
import { defineChildList } from '../kit/child/list.ts'
import { defineChildQuery } from '../kit/child/query.ts'
import { anyOf, type FilterMember, nameFilters } from '../kit/filter.ts'
import { defineStructure, type Members } from '../kit/members.ts'
import { defineInput } from '../kit/request.ts'
import { openEnum } from '../open-enum.ts'
import { stacks } from '../stack/type.ts'
import { type Entitlement, entitlementKind } from './kind.ts'

/** The applications that an entitlement shows. */
export const appVisibility = openEnum<AppVisibility>(
  'AppStreamAppVisibility',
  'The applications that an entitlement shows.',
  { ALL: 'The whole catalog of the stack.', ASSOCIATED: 'The applications that are associated with it.' },
)

const ATTRIBUTE = {
  Name: 'The name: `roles`, `department`, `organization`, `groups`, `title`, `costCenter` or `userType`.',
  Value: 'The value.',
} as const

const EntitlementAttributeRef = defineStructure<EntitlementAttribute>({
  name: 'AppStreamEntitlementAttribute',
  structure: 'EntitlementAttribute',
  description: 'An attribute that a user must have: a principal tag of the SAML sign-in.',
  members: ATTRIBUTE,
})

/** An attribute in an input. */
export const EntitlementAttributeInput = defineInput<EntitlementAttribute>(
  'AppStreamEntitlementAttributeInput',
  'EntitlementAttribute',
  'An attribute of a user: a principal tag of the SAML sign-in.',
  ATTRIBUTE,
)

const members: Members<AwsEntitlement, 'Name' | 'StackName'> = {
  Description: 'The description. Null if there is none.',
  AppVisibility: [appVisibility, 'The applications that it shows.'],
  Attributes: [EntitlementAttributeRef, 'The attributes that a user must have, all of them.'],
  CreatedTime: 'The time of creation.',
  LastModifiedTime: 'The time of the last change.',
}

const attributeFilter: FilterMember<Entitlement, { readonly name: string; readonly value: string }> = {
  field: (t) =>
    t.field({ type: EntitlementAttributeInput, description: 'Matches those with this attribute and value.' }),
  filter: ({ name, value }) => ({
    key: JSON.stringify([name, value]),
    matches: ({ aws }) =>
      (aws.Attributes ?? []).some((attribute) => attribute.Name === name && attribute.Value === value),
  }),
}

const entitlement = defineChild({
  kind: entitlementKind,
  parent: stacks,
  structure: 'Entitlement',
  description:
    'A rule of a stack that shows applications to users with certain attributes. AWS has no ARN for it: its stack and its name identify it.',
  noun: 'entitlement',
  plural: 'entitlements',
  members,
})

defineChildQuery('appStreamEntitlement', entitlement)

/** Entitlements. */
export const entitlements = defineChildList(entitlement, {
  parentRef: stacks.ref,
  field: 'entitlements',
  query: 'appStreamEntitlements',
  description:
    'The entitlements of the stack, by name. Without any, every user sees the whole catalog. Costs one call to AWS for each stack.',
  filters: {
    ...nameFilters,
    appVisibilities: anyOf<Entitlement, string>(
      'Matches these visibilities.',
      appVisibility,
      ({ aws }) => aws.AppVisibility,
    ),
    attribute: attributeFilter,
  },
})
