import { type AwsLicenseUsage, knownTime } from '../../appstream/model/model.ts'
import { builder, ownCall } from '../builder.ts'
import { inventoryConnectionType } from '../connection/inventory-type.ts'
import { fixedOrdering } from '../connection/order.ts'
import { pageSize } from '../connection/type.ts'
import { badUserInput, truncate } from '../errors.ts'
import { anyOf, defineFilter, time } from '../kit/filter.ts'
import { listSources } from '../kit/list.ts'
import { type Members, memberFields } from '../kit/members.ts'
import { operationRegistry } from '../kit/operations.ts'
import { guardOf } from '../kit/resource.ts'
import { addCachedChildSize } from '../kit/sizes.ts'
import { selectTargets, targetsArgument } from '../target/input.ts'
import { TargetRef } from '../target/type.ts'
import { type LicenseUsage, licenseUsageKind, placeOf } from './kind.ts'

const PERIOD = /^\d{4}-(0[1-9]|1[0-2])$/

const members: Members<AwsLicenseUsage, 'UserArn' | 'UserId' | 'CreatedTime' | 'State'> = {
  BillingPeriod: 'Billing period of the first use, for example `2026-11`.',
  OwnerAWSAccountId: 'Account that owns the license.',
  LicenseType: 'License type, for example `MICROSOFT_OFFICE_2021_STANDARD`.',
  SubscriptionFirstUsedDate: 'First use in the billing period.',
  SubscriptionLastUsedDate: 'Last use in the billing period.',
}

const LicenseUsageRef = builder.objectRef<LicenseUsage>(licenseUsageKind.name).implement({
  description:
    'Use of license-included software by a user in a billing period. It has no ID. Fields that identify the user require the scope `appstream:people`.',
  ...guardOf(undefined),
  fields: (t) => ({
    ...memberFields<LicenseUsage>(t, {
      structure: 'AdminAppLicenseUsageRecord',
      members,
      awsOf: ({ aws }) => aws,
    }),
    userArn: t.id({
      nullable: true,
      scope: 'appstream:people',
      description:
        'ARN of the user. Requires the scope `appstream:people`; without it, null with a FORBIDDEN error.',
      resolve: ({ aws }) => aws.UserArn,
    }),
    userId: t.string({
      nullable: true,
      scope: 'appstream:people',
      description: 'User ID. Requires the scope `appstream:people`; without it, null with a FORBIDDEN error.',
      resolve: ({ aws }) => aws.UserId,
    }),
    target: t.field({
      type: TargetRef,
      description: 'Account and region through which the record was read.',
      resolve: ({ target }) => target,
    }),
  }),
})

const lastUse = ({ aws }: LicenseUsage) => knownTime(aws.SubscriptionLastUsedDate)

const filter = defineFilter<LicenseUsage>('AppStreamAppLicenseUsageFilter', 'license usage', {
  licenseTypes: anyOf<LicenseUsage, string>(
    'Filters by license type. `totalCount` then counts users without identifying them.',
    'String',
    ({ aws }) => aws.LicenseType,
  ),
  userIds: anyOf<LicenseUsage, string>(
    'Filters by user ID, case-sensitive. Requires the scope `appstream:people`.',
    'String',
    ({ aws }) => aws.UserId,
    { scope: 'appstream:people' },
  ),
  lastUsedAfter: time('Filters by last use: later than this time.', lastUse, (ms, limitMs) => ms > limitMs),
  lastUsedBefore: time(
    'Filters by last use: earlier than this time.',
    lastUse,
    (ms, limitMs) => ms < limitMs,
  ),
})

const ordering = fixedOrdering<LicenseUsage>({
  kind: licenseUsageKind.name,
  order: 'LICENSE_TYPE ASC',
  direction: 'ASC',
  keysetOf: (usage) => ({ value: placeOf(usage.aws), key: licenseUsageKind.keyOf(usage) }),
})

const QUERY = 'appStreamAppLicenseUsages'
operationRegistry.add({
  operation: licenseUsageKind.operation,
  coordinate: licenseUsageKind.name,
  calls: '1 listing per target and billing period',
})
addCachedChildSize(licenseUsageKind, QUERY)

builder.queryField(QUERY, (t) =>
  t.field({
    type: inventoryConnectionType(licenseUsageKind.name, LicenseUsageRef, { isWatched: false }),
    nullable: true,
    ...pageSize,
    ...ownCall,
    description:
      'Returns a page of the license usage in a billing period, sorted by license type, then by first use. Costs one AWS call per target and page of AWS results.',
    args: {
      billingPeriod: t.arg.string({
        required: true,
        description: 'Billing period as year and month, for example `2026-11`.',
      }),
      ...t.arg.connectionArgs(),
      filter: t.arg({ type: filter.ref, description: 'Filters the list.' }),
      targets: targetsArgument(t.arg),
    },
    resolve(_root, { billingPeriod, targets, ...request }, context) {
      if (!PERIOD.test(billingPeriod)) {
        throw badUserInput(
          `\`billingPeriod\` must be a year and month such as 2026-11, got \`${truncate(billingPeriod)}\`.`,
        )
      }
      const { inventory } = context
      const sources = selectTargets(inventory.targets, targets).map((target) => ({
        target,
        collection: inventory.of(target).children.of(licenseUsageKind, billingPeriod).collection,
      }))
      return listSources(
        context,
        { kind: licenseUsageKind, orderings: () => ordering, filter },
        { ...request, sources },
      )
    },
  }),
)
