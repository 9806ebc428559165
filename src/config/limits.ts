import { choice, integer, matching } from './variable.ts'

/** Variables that bound what a request may ask for and what an answer may say. */
export const limitVariables = {
  MAX_HEADER_BYTES: integer(
    [8192, 1_000_000],
    16_384,
    'bytes',
    'The request line and the headers of a request; a token.',
  ),
  MAX_BODY_BYTES: integer(
    [1024, 100_000_000],
    262_144,
    'bytes',
    'The body of a request; a WebSocket message.',
  ),
  MAX_TOKENS: integer([100, 20_000], 5000, 'tokens', 'The tokens of a document.'),
  MAX_NESTING: integer(
    [20, 200],
    64,
    'brackets',
    'Brackets open at once, in a document, in variables and extensions.',
  ),
  MAX_LIST_ITEMS: integer([0, 1_000_000], 1000, 'items', 'The items of a list in variables; 0 is no limit.'),
  MAX_STRING_LENGTH: integer(
    [0, 100_000_000],
    10_000,
    'characters',
    'A string in a document or in variables; 0 is no limit.',
  ),
  MAX_FIELD_COMPARISONS: integer(
    [0, 10_000_000],
    30_000,
    'pairs',
    'Pairs of fields of the same name that validation compares; 0 is no limit.',
  ),
  MAX_DEPTH: integer([0, 1000], 12, 'fields', 'Fields in one another, but for introspection; 0 is no limit.'),
  MAX_ALIASES: integer([0, 10_000], 50, 'aliases', 'The aliases of an operation; 0 is no limit.'),
  MAX_ROOT_FIELDS: integer([0, 10_000], 50, 'fields', 'The root fields of an operation; 0 is no limit.'),
  MAX_DIRECTIVES: integer([0, 10_000], 50, 'directives', 'The directives of an operation; 0 is no limit.'),
  MAX_COST: integer(
    [0, 1_000_000_000],
    150_000,
    '',
    'Estimated cost of an operation, see Limits; 0: no limit.',
  ),
  MAX_UPSTREAM_CALLS: integer(
    [0, 100_000],
    100,
    'calls',
    'Calls to AWS that a query, or an event of a subscription, may make beside shared listings; 0: no limit.',
  ),
  MAX_RESPONSE_BYTES: integer(
    [0, 500_000_000],
    10_000_000,
    'bytes',
    'Largest answer to an operation; 0: no limit.',
  ),
  MAX_RUNNING_COST: integer(
    [0, 1_000_000_000],
    600_000,
    '',
    'Cost of all operations that execute at a time; others wait. 0: no limit.',
  ),
  CALLER_MAX_RUNNING_COST: integer(
    [0, 1_000_000_000],
    300_000,
    '',
    'Cost of the operations of one caller that execute at a time. 0: no limit.',
  ),
  MAX_UNSENT_BYTES: integer(
    [0, 10_000_000_000],
    64_000_000,
    'bytes',
    'Answers that clients have not read yet; beyond it, large operations wait. 0: no limit.',
  ),
  CALLER_MAX_UNSENT_BYTES: integer(
    [0, 10_000_000_000],
    32_000_000,
    'bytes',
    'The same for one caller. 0: no limit.',
  ),
  MAX_QUEUED_OPERATIONS: integer(
    [0, 1_000_000],
    1000,
    'operations',
    'Operations that wait for execution; more are refused. 0: no limit.',
  ),
  CALLER_MAX_QUEUED_OPERATIONS: integer(
    [0, 1_000_000],
    100,
    'operations',
    'The same for one caller. 0: no limit.',
  ),
  QUERY_TIMEOUT_MS: integer(
    [0, 3_600_000],
    15_000,
    'ms',
    'A query, or an event of a subscription; 0 is no limit.',
  ),
  MUTATION_TIMEOUT_MS: integer([0, 3_600_000], 60_000, 'ms', 'A mutation; 0 is no limit.'),
  INTROSPECTION: choice(['true', 'false'], 'true', 'Whether the schema can be asked for.'),
  TRUSTED_DOCUMENTS: matching(
    /./,
    'a file',
    'The manifest of the operations that may run; any may unless set.',
  ),
}
