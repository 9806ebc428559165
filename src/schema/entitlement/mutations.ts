import type { InputOf } from '../../appstream/model/operations.ts'
import { create } from '../kit/mutations/create.ts'
import { remove } from '../kit/mutations/remove.ts'
import { update } from '../kit/mutations/update.ts'
import type { InputMembers } from '../kit/request.ts'
import { appVisibility, EntitlementAttributeInput, entitlements } from './type.ts'

const settings = {
  Description: 'Description, at most 256 characters.',
  AppVisibility: [appVisibility, 'Applications that the entitlement shows.'],
  Attributes: [
    EntitlementAttributeInput,
    'Required attributes of a user, at least one. All must match. An update replaces the whole list.',
  ],
} as const

const createMembers: InputMembers<InputOf<'CreateEntitlement'>, 'Name' | 'StackName'> = settings
const updateMembers: InputMembers<InputOf<'UpdateEntitlement'>, 'Name' | 'StackName'> = settings

const ofEntitlements = { type: entitlements, scope: 'appstream:manage' } as const

create({
  ...ofEntitlements,
  name: 'createAppStreamEntitlement',
  operation: 'CreateEntitlement',
  description:
    'Creates an entitlement of a stack. Add applications with `associateAppStreamApplicationToEntitlement`.',
  payloadDescription: 'Payload with the new entitlement.',
  structure: 'CreateEntitlementRequest',
  members: createMembers,
  output: 'Entitlement',
  recognizedBy: ['Description', 'AppVisibility'],
})

update({
  ...ofEntitlements,
  name: 'updateAppStreamEntitlement',
  operation: 'UpdateEntitlement',
  description: 'Updates the settings of an entitlement.',
  payloadDescription: 'Payload with the updated entitlement.',
  structure: 'UpdateEntitlementRequest',
  members: updateMembers,
  output: 'Entitlement',
})

remove({
  ...ofEntitlements,
  name: 'deleteAppStreamEntitlement',
  operation: 'DeleteEntitlement',
  description:
    'Deletes an entitlement permanently. Without entitlements, every user of the stack sees all applications.',
})
