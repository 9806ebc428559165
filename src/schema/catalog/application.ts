import type { Application } from '../../appstream/model/model.ts'
import type { ElasticApplication } from '../elastic-application/kind.ts'

/** Application in a catalog: part of an image, or a resource of Elastic fleets. */
export type CatalogApplication = Application | ElasticApplication

/** Returns true for an application of Elastic fleets, false for one of an image. */
export function isElasticApplication(application: CatalogApplication): application is ElasticApplication {
  return 'kind' in application
}

/** Returns the description of an application as AWS returned it. */
export function describedApplication(application: CatalogApplication): Application {
  return isElasticApplication(application) ? application.aws : application
}
