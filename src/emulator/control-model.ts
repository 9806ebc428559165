import type { Shapes } from './model.ts'

/** What the control endpoint takes, in the form of the service model so that one validator serves both. */
export const controlShapes: Shapes = {
  String: { type: 'string', min: 1 },
  Any: { type: 'string' },
  Count: { type: 'integer', min: 0, max: 1_000_000 },
  Milliseconds: { type: 'long', min: 0, max: 31_536_000_000 },
  Status: { type: 'integer', min: 400, max: 599 },
  True: { type: 'boolean' },
  Reset: { type: 'string', enum: ['before', 'after'] },
  Error: {
    type: 'structure',
    required: ['type'],
    members: { type: 'String', message: 'Any', status: 'Status' },
  },
  Fault: {
    type: 'structure',
    members: {
      operation: 'String',
      region: 'String',
      accountId: 'String',
      times: 'Count',
      skip: 'Count',
      latencyMs: 'Milliseconds',
      error: 'Error',
      reset: 'Reset',
      hang: 'True',
    },
  },
}
