import {
  type JsonObject,
  objectList,
  optionalBoolean,
  optionalObject,
  requiredString,
  stringList,
  stringMap,
} from '../../json.ts'
import { describeOperation } from '../../kit/describe.ts'
import type { OperationContext, Operations } from '../../kit/operation.ts'
import { inUse, requireExisting, requireNew, requireQuota } from '../../kit/preconditions.ts'
import {
  associateFleet,
  disassociateFleet,
  listAssociatedFleets,
  listAssociatedStacks,
  rejectLinux,
} from './fleets.ts'
import { type StackRecord, stackKind, userSettings } from './kind.ts'
import { connectorType, mergedConnectors, requestedConnectors, requestedSettings } from './settings.ts'

/** Operations on stacks and their fleets. */
export const stackOperations: Operations = {
  DescribeStacks: describeOperation(stackKind, ({ stacks }) => stacks),
  CreateStack: createStack,
  UpdateStack: updateStack,
  DeleteStack: deleteStack,
  AssociateFleet: associateFleet,
  DisassociateFleet: disassociateFleet,
  ListAssociatedFleets: listAssociatedFleets,
  ListAssociatedStacks: listAssociatedStacks,
}

function createStack(input: JsonObject, context: OperationContext): JsonObject {
  const { region, behaviour } = context
  const name = requiredString(input, 'Name')
  requireNew(region.stacks, name)
  const connectors = requestedConnectors(input, region)
  const agentAccess = optionalObject(input, 'AgentAccessConfig')
  const stack: StackRecord = {
    Name: name,
    ...requestedSettings(input, region),
    ...(connectors.length > 0 && { StorageConnectors: connectors }),
    ...(agentAccess && { AgentAccessConfig: agentAccess }),
  }
  requireQuota(region.stacks, context)
  const created = region.stacks.create(stack, behaviour.visibleAfterMs)
  if (created.Arn !== undefined) region.setTags(created.Arn, stringMap(input, 'Tags'))
  return { Stack: created }
}

/** UpdateStack: deletes attributes, then sets the given members. Absent members keep their value. */
function updateStack(input: JsonObject, context: OperationContext): JsonObject {
  const { region, behaviour } = context
  const stack = requireExisting(region.stacks, requiredString(input, 'Name'), context)
  const kept = withoutAttributes(stack, input)
  const connectors = requestedConnectors(input, region)
  const present = behaviour.storageConnectors === 'merge' ? (kept.StorageConnectors ?? []) : []
  const agentAccess = optionalObject(input, 'AgentAccessConfig')
  const updated: StackRecord = {
    ...kept,
    ...requestedSettings(input, region),
    ...(connectors.length > 0 && { StorageConnectors: mergedConnectors(present, connectors) }),
    ...(agentAccess && {
      AgentAccessConfig: { ...optionalObject(kept, 'AgentAccessConfig'), ...agentAccess },
    }),
    Name: stack.Name,
  }
  for (const fleetName of region.associations.rightsOf(stack.Name)) {
    rejectLinux(updated, region.fleets.get(fleetName))
  }
  region.stacks.set(stack.Name, updated)
  return { Stack: updated }
}

const memberOfAttribute: Readonly<Record<string, string>> = {
  STORAGE_CONNECTORS: 'StorageConnectors',
  EMBED_HOST_DOMAINS: 'EmbedHostDomains',
  ACCESS_ENDPOINTS: 'AccessEndpoints',
  STREAMING_EXPERIENCE_SETTINGS: 'StreamingExperienceSettings',
  CONTENT_REDIRECTION: 'ContentRedirection',
  AGENT_ACCESS_CONFIG: 'AgentAccessConfig',
  STORAGE_CONNECTOR_AUTHENTICATION: 'StorageConnectorAuthentication',
  REDIRECT_URL: 'RedirectURL',
  FEEDBACK_URL: 'FeedbackURL',
}

/** Deletes the attributes of a request. THEME_NAME and IAM_ROLE_ARN have no effect: stacks lack these members. */
function withoutAttributes(stack: StackRecord, input: JsonObject): StackRecord {
  const attributes = new Set(stringList(input, 'AttributesToDelete'))
  if (optionalBoolean(input, 'DeleteStorageConnectors')) attributes.add('STORAGE_CONNECTORS')
  const members = [...attributes].flatMap((attribute) => memberOfAttribute[attribute] ?? [])
  const connectors = objectList(stack, 'StorageConnectors').filter(
    (connector) => !attributes.has(`STORAGE_CONNECTOR_${connectorType(connector)}`),
  )
  return {
    ...stack,
    StorageConnectors: connectors.length > 0 ? connectors : undefined,
    ...Object.fromEntries(members.map((member) => [member, undefined])),
    ...(attributes.has('USER_SETTINGS') && { UserSettings: userSettings([]) }),
    Name: stack.Name,
  }
}

function deleteStack(input: JsonObject, context: OperationContext): JsonObject {
  const { region, behaviour } = context
  const { Name } = requireExisting(region.stacks, requiredString(input, 'Name'), context)
  if (region.associations.rightsOf(Name).length > 0) {
    throw inUse(
      `Cannot delete stack ${Name}. This stack has fleets associated with it. Only stacks with no fleets associated with it can be deleted.`,
    )
  }
  const parts = partsOf(Name, context)
  if (parts.length > 0 && behaviour.deleteStackWithParts !== 'cascade') {
    throw inUse(`Cannot delete stack ${Name}. This stack has ${parts.join(' and ')}.`)
  }
  region.stacks.remove(Name, behaviour.visibleAfterMs)
  return {}
}

/** Returns the kinds of resources that a stack has besides fleets. */
function partsOf(stackName: string, { region }: OperationContext): readonly string[] {
  const hasEntitlements = region.entitlements.values().some(({ StackName }) => StackName === stackName)
  return [
    ...(hasEntitlements ? ['entitlements'] : []),
    ...(region.themes.has(stackName) ? ['a theme'] : []),
    ...(region.userStacks.leftsOf(stackName).length > 0 ? ['users'] : []),
  ]
}
