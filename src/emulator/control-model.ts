import { type Shapes, serviceModel } from './model.ts'

const where = { region: 'RegionName', accountId: 'AwsAccountId' }

/** What the control endpoint takes, in the form of the service model, whose shapes it uses: one validator serves both. */
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
      image: 'String',
      imageBuilder: 'String',
      state: 'String',
      stateChangeReason: 'ControlReason',
      errors: 'ControlReasons',
      fleets: 'StringList',
    },
  },
}
