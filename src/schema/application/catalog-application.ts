import type { Application } from '../../appstream/model/model.ts'
import { builder, type SchemaTypes } from '../builder.ts'
import {
  type CatalogApplication,
  describedApplication,
  isElasticApplication,
} from '../catalog/application.ts'

const MetadataRef = builder.objectRef<{ readonly key: string; readonly value: string }>(
  'AppStreamApplicationMetadata',
)

MetadataRef.implement({
  description: 'Attribute of an application.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Name of the attribute.' }),
    value: t.exposeString('value', { description: 'Value of the attribute.' }),
  }),
})

/** The interface of the applications in a catalog. */
export const CatalogApplicationRef = builder.interfaceRef<CatalogApplication>('AppStreamCatalogApplication')

CatalogApplicationRef.implement({
  description:
    'Application in a catalog: of an image (`AppStreamApplication`) or of Elastic fleets (`AppStreamElasticApplication`).',
  resolveType: (application) =>
    isElasticApplication(application) ? 'AppStreamElasticApplication' : 'AppStreamApplication',
  fields: (t) => ({
    name: t.string({
      nullable: true,
      description: 'Name, unique in its catalog. Null if AWS returns none.',
      resolve: (application) => describedApplication(application).Name,
    }),
    displayName: text(t, 'Display name. Null if there is none.', ({ DisplayName }) => DisplayName),
    description: text(t, 'Description. Null if there is none.', ({ Description }) => Description),
    enabled: t.boolean({
      nullable: true,
      description:
        'True if users can start the application. AWS may disable an application that has a problem. Null if AWS does not return it.',
      resolve: (application) => describedApplication(application).Enabled,
    }),
    iconUrl: text(
      t,
      'URL of the icon. Null if there is none. The URL can expire: load the icon soon and do not store the URL.',
      ({ IconURL }) => IconURL,
    ),
    launchPath: text(
      t,
      'Path of the executable on the instance. Null if AWS returns none.',
      ({ LaunchPath }) => LaunchPath,
    ),
    launchParameters: text(
      t,
      'Launch arguments. Null if there are none.',
      ({ LaunchParameters }) => LaunchParameters,
    ),
    workingDirectory: text(
      t,
      'Working directory. Null if the default directory is used.',
      ({ WorkingDirectory }) => WorkingDirectory,
    ),
    metadata: t.field({
      type: [MetadataRef],
      description: 'Additional attributes, in the order returned by AWS. Empty if there are none.',
      resolve: (application) =>
        Object.entries(describedApplication(application).Metadata ?? {}).map(([key, value]) => ({
          key,
          value,
        })),
    }),
  }),
})

function text(
  t: PothosSchemaTypes.InterfaceFieldBuilder<SchemaTypes, CatalogApplication>,
  description: string,
  read: (aws: Application) => string | undefined,
) {
  return t.string({
    nullable: true,
    description,
    // AWS returns an empty text if nothing was set.
    resolve: (application) => read(describedApplication(application)) || null,
  })
}
