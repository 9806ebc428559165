/**
 * Behaviour that the documentation and the service model leave open. Each default is the stricter alternative, so that
 * a client that works with the default also works with the other alternative.
 */
export interface EmulatorBehaviour {
  /** Response of a Describe call if only some of its `Names` exist: an error, or the existing ones. */
  readonly someNamesMissing: 'fail' | 'omit'
  /** Same, for the `Arns` of DescribeImages. */
  readonly someArnsMissing: 'fail' | 'omit'
  /** Maximum page size of a Describe call with `Names` or `Arns`. */
  readonly namedPageSize: number
  /** Error of DescribeImages for `Names` together with `Type`. */
  readonly namesWithType: 'InvalidParameterCombinationException' | 'ValidationException'
  /** Result of DescribeImages for `Names` together with `Arns`. */
  readonly namesWithArns: 'InvalidParameterCombinationException' | 'union'
  /** Lifetime of a NextToken. */
  readonly nextTokenLifetimeMs: number
  /** Visibility of a managed update's image builder while the update runs. */
  readonly managedUpdateBuilder: 'listed' | 'hidden'
  /** Agent version of resources that do not pin another one. */
  readonly latestAgentVersion: string
  /** Response of ListAssociatedFleets and ListAssociatedStacks to an unknown name. */
  readonly associationsOfUnknown: 'ResourceNotFoundException' | 'empty'
  /** Response of DescribeAppBlockBuilderAppBlockAssociations without a filter: an error, or all associations. */
  readonly blockAssociationsOfAll: 'InvalidParameterCombinationException' | 'list'
  /** Response of StartFleet for a fleet that is not STOPPED. */
  readonly startRunningFleet: 'OperationNotPermittedException' | 'ok'
  /** Effect of the storage connectors in UpdateStack: they are added to those of the stack, or replace them. */
  readonly storageConnectors: 'merge' | 'replace'
  /** Response of DescribeSessions without AuthenticationType: sessions of every type, or of streaming URLs only. */
  readonly sessionsWithoutType: 'all' | 'API'
  /** Response of DescribeSessions for a stack and a fleet that are not associated. */
  readonly sessionsOfUnknownPair: 'InvalidParameterCombinationException' | 'empty'
  /** Response of ExpireSession for an unknown session. */
  readonly expireUnknownSession: 'ResourceNotFoundException' | 'ok'
  /** Response of DeleteStack for a stack with entitlements, a theme or users. */
  readonly deleteStackWithParts: 'ResourceInUseException' | 'cascade'
  /** Response of ListEntitledApplications for an entitlement that shows ALL. */
  readonly entitledOfAll: 'empty' | 'catalog'
  /** Response of DescribeUsageReportSubscriptions if there is none. */
  readonly usageReportsNone: 'ResourceNotFoundException' | 'empty'
  /** Response of CreateUsageReportSubscription if there is one. */
  readonly createReportTwice: 'LimitExceededException' | 'same'
  /** Response of DescribeAppLicenseUsage for a billing period without records. */
  readonly licenseUsageNone: 'ResourceNotFoundException' | 'empty'
  /** Maximum number of fleets of a stack; beyond it AssociateFleet returns LimitExceededException. */
  readonly fleetsPerStack: number
  /**
   * Delay until listings reflect created and deleted stacks, users and entitlements, and until other resources and
   * calls find a new stack, fleet or user.
   */
  readonly visibleAfterMs: number
  /** Page size of operations without MaxResults. */
  readonly pageSize: number
  readonly quotas: Quotas
}

/** Quotas per account and region. Creating operations enforce them; a seed or a test may exceed them. */
export interface Quotas {
  readonly imageBuilders: number
  readonly images: number
  readonly fleets: number
  readonly stacks: number
  readonly directoryConfigs: number
  readonly appBlocks: number
  readonly appBlockBuilders: number
  /** Applications of Elastic fleets. */
  readonly applications: number
  /** For each Elastic fleet. */
  readonly applicationsOfFleet: number
  readonly users: number
  /** For each stack. */
  readonly entitlements: number
  /** For each entitlement. */
  readonly entitledApplications: number
  /** Instances of one type, over all fleets that are not STOPPED. */
  readonly instancesPerType: number
  /** Concurrent copies into a region. */
  readonly copies: number
  /** Concurrent managed updates. */
  readonly managedUpdates: number
  /** Concurrent exports of images. */
  readonly exports: number
  /** Per image. */
  readonly accountsSharedWith: number
  /** Per resource. */
  readonly tags: number
}

/** Overrides of the strict behaviour. */
export type BehaviourOptions = Partial<Omit<EmulatorBehaviour, 'quotas'>> & {
  readonly quotas?: Partial<Quotas>
}

/** The strictest behaviour in every respect. */
const strictBehaviour: EmulatorBehaviour = {
  someNamesMissing: 'fail',
  someArnsMissing: 'fail',
  // Maximum number of names in a call. No client has reported a smaller page.
  namedPageSize: 100,
  namesWithType: 'InvalidParameterCombinationException',
  namesWithArns: 'InvalidParameterCombinationException',
  nextTokenLifetimeMs: 3_600_000,
  managedUpdateBuilder: 'listed',
  latestAgentVersion: '10-05-2026',
  associationsOfUnknown: 'ResourceNotFoundException',
  blockAssociationsOfAll: 'InvalidParameterCombinationException',
  startRunningFleet: 'OperationNotPermittedException',
  storageConnectors: 'merge',
  sessionsWithoutType: 'all',
  sessionsOfUnknownPair: 'InvalidParameterCombinationException',
  expireUnknownSession: 'ResourceNotFoundException',
  deleteStackWithParts: 'ResourceInUseException',
  entitledOfAll: 'empty',
  usageReportsNone: 'ResourceNotFoundException',
  createReportTwice: 'LimitExceededException',
  licenseUsageNone: 'ResourceNotFoundException',
  fleetsPerStack: 1,
  visibleAfterMs: 2_000,
  pageSize: 20,
  // AWS's default is 10 for most resources, which is fewer than the seeded company has.
  quotas: {
    imageBuilders: 50,
    images: 50,
    fleets: 50,
    stacks: 50,
    directoryConfigs: 50,
    appBlocks: 50,
    appBlockBuilders: 50,
    applications: 50,
    applicationsOfFleet: 50,
    users: 500,
    entitlements: 50,
    entitledApplications: 50,
    instancesPerType: 100,
    copies: 2,
    managedUpdates: 5,
    exports: 5,
    accountsSharedWith: 100,
    tags: 50,
  },
}

/** Returns the complete behaviour, with strict defaults. */
export function behaviourOf({ quotas, ...options }: BehaviourOptions = {}): EmulatorBehaviour {
  return { ...strictBehaviour, ...options, quotas: { ...strictBehaviour.quotas, ...quotas } }
}
