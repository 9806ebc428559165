import type { InputOf } from '../../appstream/operations.ts'
import { create } from '../kit/mutations/create.ts'
import { remove } from '../kit/mutations/remove.ts'
import { update } from '../kit/mutations/update.ts'
import type { InputMembers } from '../kit/request.ts'
import { appVisibility, EntitlementAttributeInput, entitlements } from './type.ts'

const settings = {
  Description: 'The description; at most 256 characters.',
  AppVisibility: [appVisibility, 'The applications that it shows.'],
  Attributes: [
    EntitlementAttributeInput,
    'The attributes that a user must have, all of them; at least one. An update replaces them.',
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
    'Creates an entitlement of a stack. `associateAppStreamApplicationToEntitlement` gives it applications.',
  payloadDescription: 'The new entitlement.',
  structure: 'CreateEntitlementRequest',
  members: createMembers,
  output: 'Entitlement',
  recognizedBy: ['Description', 'AppVisibility'],
})

update({
  ...ofEntitlements,
  name: 'updateAppStreamEntitlement',
  operation: 'UpdateEntitlement',
  description: 'Changes the settings of an entitlement.',
  payloadDescription: 'The changed entitlement.',
  structure: 'UpdateEntitlementRequest',
  members: updateMembers,
  output: 'Entitlement',
})

remove({
  ...ofEntitlements,
  name: 'deleteAppStreamEntitlement',
  operation: 'DeleteEntitlement',
  description:
    'Deletes an entitlement permanently. If it is the last one of its stack, every user of the stack sees the whole catalog.',
})
