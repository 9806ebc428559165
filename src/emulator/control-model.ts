import { forcedNames } from './interventions.ts'
import { type Shapes, serviceModel } from './model.ts'

const where = { region: 'RegionName', accountId: 'AwsAccountId' }

/** Shapes of the control endpoint's requests, in the form of the service model, so that one validator serves both. */
export const controlShapes: Shapes = {
  ...serviceModel.shapes,
  ControlCount: { type: 'integer', min: 0 },
  ControlTimes: { type: 'integer', min: 1 },
  ControlMilliseconds: { type: 'integer', min: 0 },
  ControlStatus: { type: 'integer', min: 400, max: 599 },
  ControlReset: { type: 'string', enum: ['before', 'after'] },
  ControlError: {
    type: 'structure',
    required: ['type'],
    members: { type: 'String', message: 'String', status: 'ControlStatus' },
  },
  ControlFault: {
    type: 'structure',
    members: {
      ...where,
      operation: 'String',
      times: 'ControlTimes',
      skip: 'ControlCount',
      latencyMs: 'ControlMilliseconds',
      error: 'ControlError',
      reset: 'ControlReset',
      hang: 'Boolean',
    },
  },
  ControlAdvance: {
    type: 'structure',
    required: ['advanceMs'],
    members: { advanceMs: 'ControlMilliseconds' },
  },
  ControlSnapshot: {
    type: 'structure',
    required: ['region', 'imageBuilderName', 'imageName'],
    members: {
      ...where,
      imageBuilderName: 'Name',
      imageName: 'Name',
      displayName: 'DisplayName',
      description: 'Description',
      applications: 'StringList',
      tags: 'Tags',
      fails: 'Boolean',
    },
  },
  ControlPackaging: {
    type: 'structure',
    required: ['region', 'appBlockBuilder', 'appBlock'],
    members: { ...where, appBlockBuilder: 'Name', appBlock: 'Name', fails: 'Boolean' },
  },
  ControlReason: {
    type: 'structure',
    required: ['code', 'message'],
    members: { code: 'String', message: 'String' },
  },
  ControlReasons: { type: 'list', member: 'ControlReason' },
  ControlForce: {
    type: 'structure',
    required: ['region'],
    members: {
      ...where,
      ...Object.fromEntries(forcedNames.map((name) => [name, 'String'])),
      state: 'String',
      stateChangeReason: 'ControlReason',
      errors: 'ControlReasons',
      capacity: 'ControlCapacity',
    },
  },
  ControlCapacity: {
    type: 'structure',
    members: Object.fromEntries(
      Object.keys(serviceModel.shapes['ComputeCapacityStatus']?.members ?? {}).map((member) => [
        member,
        'ControlCount',
      ]),
    ),
  },
  ControlSession: {
    type: 'structure',
    required: ['region', 'stack', 'fleet', 'userId'],
    members: {
      ...where,
      stack: 'String',
      fleet: 'String',
      userId: 'UserId',
      authenticationType: 'AuthenticationType',
    },
  },
  ControlSessionEnd: {
    type: 'structure',
    required: ['region', 'id'],
    members: { ...where, id: 'String' },
  },
  ControlDeploymentFailure: {
    type: 'structure',
    required: ['region', 'imageBuilder', 'softwareName'],
    members: {
      ...where,
      imageBuilder: 'String',
      softwareName: 'String',
      code: 'String',
      message: 'String',
    },
  },
  ControlLicense: {
    type: 'structure',
    required: ['region', 'userId', 'licenseType'],
    members: { ...where, userId: 'String', licenseType: 'String', usedAt: 'String' },
  },
  ControlConfirmation: {
    type: 'structure',
    required: ['region', 'userName'],
    members: { ...where, userName: 'Username' },
  },
}
