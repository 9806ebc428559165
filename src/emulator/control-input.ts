import type { Fault } from './faults.ts'
import { type ForcedChange, forcedNames, type Reason, type Snapshot } from './interventions.ts'
import {
  givenMembers,
  isJsonObject,
  type JsonObject,
  optionalBoolean,
  optionalNumber,
  optionalObject,
  optionalString,
  requiredString,
  stringList,
  stringMap,
} from './json.ts'
import type { Packaging } from './packaging.ts'
import type { LicenseUse } from './resources/license-usage/use.ts'
import type { DeploymentFailure } from './resources/software/deployment.ts'
import type { SessionEnd, SessionStart, UserConfirmation } from './sessions.ts'

// Converts validated request bodies of the control endpoint.

/** Returns the fault in a request body. */
export function faultOf(input: JsonObject): Fault {
  const error = optionalObject(input, 'error')
  const reset = optionalString(input, 'reset')
  return {
    operation: optionalString(input, 'operation'),
    region: optionalString(input, 'region'),
    accountId: optionalString(input, 'accountId'),
    times: optionalNumber(input, 'times'),
    skip: optionalNumber(input, 'skip'),
    latencyMs: optionalNumber(input, 'latencyMs'),
    error: error && {
      type: requiredString(error, 'type'),
      message: optionalString(error, 'message'),
      status: optionalNumber(error, 'status'),
    },
    reset: reset === 'before' || reset === 'after' ? reset : undefined,
    hang: optionalBoolean(input, 'hang') ? true : undefined,
  }
}

/** Returns the snapshot in a request body. */
export function snapshotOf(input: JsonObject): Snapshot {
  return {
    region: requiredString(input, 'region'),
    accountId: optionalString(input, 'accountId'),
    imageBuilderName: requiredString(input, 'imageBuilderName'),
    imageName: requiredString(input, 'imageName'),
    displayName: optionalString(input, 'displayName'),
    description: optionalString(input, 'description'),
    applications: stringList(input, 'applications'),
    tags: stringMap(input, 'tags'),
    fails: optionalBoolean(input, 'fails'),
  }
}

/** Returns the packaging in a request body. */
export function packagingOf(input: JsonObject): Packaging {
  return {
    region: requiredString(input, 'region'),
    accountId: optionalString(input, 'accountId'),
    appBlockBuilder: requiredString(input, 'appBlockBuilder'),
    appBlock: requiredString(input, 'appBlock'),
    fails: optionalBoolean(input, 'fails'),
  }
}

/** Returns the forced change in a request body. */
export function forcedChangeOf(input: JsonObject): ForcedChange {
  const reason = optionalObject(input, 'stateChangeReason')
  const errors = input['errors']
  const capacity = optionalObject(input, 'capacity')
  return {
    region: requiredString(input, 'region'),
    accountId: optionalString(input, 'accountId'),
    ...Object.fromEntries(forcedNames.map((name) => [name, optionalString(input, name)])),
    state: optionalString(input, 'state'),
    stateChangeReason: reason && reasonOf(reason),
    errors: Array.isArray(errors) ? errors.filter(isJsonObject).map(reasonOf) : undefined,
    capacity: capacity && givenMembers(capacity, Object.keys(capacity)),
  }
}

/** Returns the session to start in a request body. */
export function sessionStartOf(input: JsonObject): SessionStart {
  return {
    region: requiredString(input, 'region'),
    accountId: optionalString(input, 'accountId'),
    stack: requiredString(input, 'stack'),
    fleet: requiredString(input, 'fleet'),
    userId: requiredString(input, 'userId'),
    authenticationType: optionalString(input, 'authenticationType'),
  }
}

/** Returns the session to end in a request body. */
export function sessionEndOf(input: JsonObject): SessionEnd {
  return {
    region: requiredString(input, 'region'),
    accountId: optionalString(input, 'accountId'),
    id: requiredString(input, 'id'),
  }
}

/** Returns the user to confirm in a request body. */
export function userConfirmationOf(input: JsonObject): UserConfirmation {
  return {
    region: requiredString(input, 'region'),
    accountId: optionalString(input, 'accountId'),
    userName: requiredString(input, 'userName'),
  }
}

/** Returns the software deployment to fail in a request body. */
export function deploymentFailureOf(input: JsonObject): DeploymentFailure {
  return {
    region: requiredString(input, 'region'),
    accountId: optionalString(input, 'accountId'),
    imageBuilder: requiredString(input, 'imageBuilder'),
    softwareName: requiredString(input, 'softwareName'),
    code: optionalString(input, 'code'),
    message: optionalString(input, 'message'),
  }
}

/** Returns the use of a license in a request body. */
export function licenseUseOf(input: JsonObject): LicenseUse {
  return {
    region: requiredString(input, 'region'),
    accountId: optionalString(input, 'accountId'),
    userId: requiredString(input, 'userId'),
    licenseType: requiredString(input, 'licenseType'),
    usedAt: optionalString(input, 'usedAt'),
  }
}

function reasonOf(input: JsonObject): Reason {
  return { code: requiredString(input, 'code'), message: requiredString(input, 'message') }
}
