import type { JsonObject } from '../../json.ts'
import { type NamedRecord, namedKind, type ResourceErrorRecord } from '../../kit/kind.ts'

/** App block builder: an instance on which app blocks are packaged. */
export interface AppBlockBuilderRecord extends NamedRecord {
  readonly Platform?: string | undefined
  readonly VpcConfig?: JsonObject | undefined
  readonly AppBlockBuilderErrors?: readonly ResourceErrorRecord[] | undefined
}

/** App block builder kind. */
export const appBlockBuilderKind = namedKind<AppBlockBuilderRecord>({
  label: 'app block builder',
  plural: 'app block builders',
  arnType: 'app-block-builder',
  initialState: 'STOPPED',
  defaults: () => ({
    Platform: 'WINDOWS_SERVER_2019',
    InstanceType: 'stream.standard.medium',
    VpcConfig: { SubnetIds: ['subnet-1', 'subnet-2'] },
    EnableDefaultInternetAccess: false,
    AppBlockBuilderErrors: [],
  }),
  quota: 'appBlockBuilders',
  // The documentation states this maximum; the model does not.
  listing: { output: 'AppBlockBuilders', filter: 'Names', largestPage: 25 },
})
