import type { AppVisibility, AwsEntitlement, EntitlementAttribute } from '../../appstream/model/model.ts'
import { defineChild } from '../kit/child/define.ts'
import { defineChildList } from '../kit/child/list.ts'
import { defineChildQuery } from '../kit/child/query.ts'
import { anyOf, type FilterMember, nameFilters } from '../kit/filter.ts'
import { defineStructure, type Members } from '../kit/members.ts'
import { defineInput } from '../kit/request.ts'
import { openEnum } from '../open-enum.ts'
import { stacks } from '../stack/type.ts'
import { type Entitlement, entitlementKind } from './kind.ts'

/** Visibility of applications. */
export const appVisibility = openEnum<AppVisibility>(
  'AppStreamAppVisibility',
  'Applications that an entitlement shows.',
  { ALL: 'All applications of the stack.', ASSOCIATED: 'Applications associated with the entitlement.' },
)

const ATTRIBUTE = {
  Name: 'Name: `roles`, `department`, `organization`, `groups`, `title`, `costCenter` or `userType`.',
  Value: 'Value of the attribute.',
} as const

const EntitlementAttributeRef = defineStructure<EntitlementAttribute>({
  name: 'AppStreamEntitlementAttribute',
  structure: 'EntitlementAttribute',
  description: 'Required attribute of a user: a principal tag of the SAML sign-in.',
  members: ATTRIBUTE,
})

/** Input type of an attribute. */
export const EntitlementAttributeInput = defineInput<EntitlementAttribute>(
  'AppStreamEntitlementAttributeInput',
  'EntitlementAttribute',
  'Attribute of a user: a principal tag of the SAML sign-in.',
  ATTRIBUTE,
)

const members: Members<AwsEntitlement, 'Name' | 'StackName'> = {
  Description: 'Description. Null if there is none.',
  AppVisibility: [appVisibility, 'Applications that the entitlement shows.'],
  Attributes: [EntitlementAttributeRef, 'Required attributes of a user. All must match.'],
  CreatedTime: 'Creation time.',
  LastModifiedTime: 'Time of the last change.',
}

const attributeFilter: FilterMember<Entitlement, { readonly name: string; readonly value: string }> = {
  field: (t) =>
    t.field({
      type: EntitlementAttributeInput,
      description: 'Filters by a required attribute. Name and value are case-sensitive.',
    }),
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
    'Entitlement of a stack: shows applications to users with certain attributes. Identified by its stack and name; AWS assigns no ARN.',
  noun: 'entitlement',
  plural: 'entitlements',
  members,
})

defineChildQuery('appStreamEntitlement', entitlement)

/** Child type of entitlements, with their connections. */
export const entitlements = defineChildList(entitlement, {
  parentRef: stacks.ref,
  field: 'entitlements',
  query: 'appStreamEntitlements',
  description:
    'Entitlements of the stack, sorted by name. Without entitlements, every user sees all applications. Costs one AWS call per stack.',
  filters: {
    ...nameFilters,
    appVisibilities: anyOf<Entitlement, string>(
      'Filters by visibility.',
      appVisibility,
      ({ aws }) => aws.AppVisibility,
    ),
    attribute: attributeFilter,
  },
})
