import type { Operations } from './kit/operation.ts'
import { appBlockOperations } from './resources/app-block/operations.ts'
import { appBlockBuilderOperations } from './resources/app-block-builder/operations.ts'
import { applicationOperations } from './resources/application/operations.ts'
import { directoryConfigOperations } from './resources/directory-config/operations.ts'
import { entitlementOperations } from './resources/entitlement/operations.ts'
import { exportImageTaskOperations } from './resources/export-image-task/operations.ts'
import { fleetOperations } from './resources/fleet/operations.ts'
import { imageOperations } from './resources/image/operations.ts'
import { imageBuilderOperations } from './resources/image-builder/operations.ts'
import { licenseUsageOperations } from './resources/license-usage/operations.ts'
import { sessionOperations } from './resources/session/operations.ts'
import { softwareOperations } from './resources/software/operations.ts'
import { stackOperations } from './resources/stack/operations.ts'
import { tagOperations } from './resources/tags.ts'
import { themeOperations } from './resources/theme/operations.ts'
import { usageReportOperations } from './resources/usage-report/operations.ts'
import { userOperations } from './resources/user/operations.ts'

/** All implemented operations, one line per resource. */
export const operations: Operations = {
  ...imageOperations,
  ...imageBuilderOperations,
  ...exportImageTaskOperations,
  ...fleetOperations,
  ...stackOperations,
  ...directoryConfigOperations,
  ...licenseUsageOperations,
  ...usageReportOperations,
  ...sessionOperations,
  ...userOperations,
  ...entitlementOperations,
  ...themeOperations,
  ...applicationOperations,
  ...appBlockOperations,
  ...appBlockBuilderOperations,
  ...softwareOperations,
  ...tagOperations,
}
