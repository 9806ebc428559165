import type { Application } from '../../appstream/model/model.ts'
import { CatalogApplicationRef } from '../application/catalog-application.ts'
import { S3LocationRef } from '../application/type.ts'
import { anyOf, createdFilters, nameFilters, reference } from '../kit/filter.ts'
import type { Members } from '../kit/members.ts'
import { associatedWith } from '../kit/relations.ts'
import { defineResource } from '../kit/resource.ts'
import { platform } from '../platform.ts'
import { applicationFleets } from './association.ts'
import { type ElasticApplication, elasticApplicationKind } from './kind.ts'

/** Members of `AppStreamCatalogApplication`, which every application in a catalog has. */
type OfCatalog =
  | 'Description'
  | 'DisplayName'
  | 'Enabled'
  | 'IconURL'
  | 'LaunchParameters'
  | 'LaunchPath'
  | 'Metadata'
  | 'WorkingDirectory'

const members: Members<Application, 'Arn' | 'Name' | OfCatalog> = {
  AppBlockArn: { id: 'ARN of the app block that holds the files of the application.' },
  IconS3Location: [S3LocationRef, 'S3 location of the icon.'],
  Platforms: [platform, 'Supported operating systems. Empty if AWS returns none.'],
  InstanceFamilies: 'Supported instance families, for example `GENERAL_PURPOSE`. Empty if AWS returns none.',
  CreatedTime: 'Creation time.',
}

/** Applications of Elastic fleets. */
export const elasticApplications = defineResource({
  kind: elasticApplicationKind,
  structure: 'Application',
  description:
    'Application of Elastic fleets, installed from an app block. Identified by its ARN. An application of an image is an `AppStreamApplication`.',
  noun: 'application',
  plural: 'applications of Elastic fleets',
  interfaces: [CatalogApplicationRef],
  queries: { one: 'appStreamElasticApplication', many: 'appStreamElasticApplications' },
  members,
  filters: {
    ...nameFilters,
    ...createdFilters,
    platforms: anyOf<ElasticApplication, string>(
      'Filters by supported operating system.',
      platform,
      ({ aws }) => aws.Platforms,
    ),
    instanceFamilies: anyOf<ElasticApplication, string>(
      'Filters by supported instance family.',
      'String',
      ({ aws }) => aws.InstanceFamilies,
    ),
    appBlockArn: reference<ElasticApplication>(
      'Filters by ARN of the app block.',
      'app-block',
      ({ aws }) => aws.AppBlockArn,
    ),
    fleetArn: associatedWith<ElasticApplication>(
      'Filters by ARN of an associated Elastic fleet. Costs one AWS call.',
      { association: applicationFleets, side: 'right', arnType: 'fleet' },
    ),
  },
})
