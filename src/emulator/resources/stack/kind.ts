import type { JsonObject } from '../../json.ts'
import { type NamedRecord, namedKind, type ResourceErrorRecord } from '../../kit/kind.ts'

/** Stack, which has no state. */
export interface StackRecord extends NamedRecord {
  readonly StorageConnectors?: readonly JsonObject[] | undefined
  readonly UserSettings?: readonly JsonObject[] | undefined
  readonly ApplicationSettings?: JsonObject | undefined
  readonly StackErrors?: readonly ResourceErrorRecord[] | undefined
}

/** Stack kind. */
export const stackKind = namedKind<StackRecord>({
  label: 'stack',
  plural: 'stacks',
  arnType: 'stack',
  defaults: () => ({ UserSettings: userSettings([]), ApplicationSettings: { Enabled: false } }),
  quota: 'stacks',
  eventuallyConsistent: true,
  listing: { output: 'Stacks', filter: 'Names' },
})

const actions = [
  'CLIPBOARD_COPY_FROM_LOCAL_DEVICE',
  'CLIPBOARD_COPY_TO_LOCAL_DEVICE',
  'FILE_UPLOAD',
  'FILE_DOWNLOAD',
  'PRINTING_TO_LOCAL_DEVICE',
  'DOMAIN_PASSWORD_SIGNIN',
  'DOMAIN_SMART_CARD_SIGNIN',
  'AUTO_TIME_ZONE_REDIRECTION',
]

/** Returns a setting for every action, as DescribeStacks does. Default: DISABLED. */
export function userSettings(given: readonly JsonObject[]): readonly JsonObject[] {
  return actions.map((action) => ({
    Action: action,
    Permission: 'DISABLED',
    ...(action.startsWith('CLIPBOARD') && { MaximumLength: 20_971_520 }),
    ...given.find((setting) => setting['Action'] === action),
  }))
}
