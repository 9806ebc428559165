import type { JsonObject } from '../../json.ts'
import { type NamedRecord, namedKind, type ResourceErrorRecord } from '../../kit/kind.ts'

/** App block, which contains the files of applications of Elastic fleets. */
export interface AppBlockRecord extends NamedRecord {
  /** CUSTOM or APPSTREAM2. */
  readonly PackagingType?: string | undefined
  readonly SourceS3Location?: JsonObject | undefined
  readonly AppBlockErrors?: readonly ResourceErrorRecord[] | undefined
}

/** App block kind. */
export const appBlockKind = namedKind<AppBlockRecord>({
  label: 'app block',
  plural: 'app blocks',
  arnType: 'app-block',
  initialState: 'ACTIVE',
  defaults: () => ({ PackagingType: 'CUSTOM', AppBlockErrors: [] }),
  quota: 'appBlocks',
  listing: { output: 'AppBlocks', filter: 'Arns' },
})
